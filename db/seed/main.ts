import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sealAll } from '@/server/gateways/sealer';
import { systemClock } from '@/server/kernel/clock';
import { accessReviews } from './access-review';
import { Agenda, type Life } from './agenda';
import { enter } from './cast';
import { refusals, type Stage } from './client';
import { learnSymbols, lookAtPlatform, readDeals } from './deals';
import { keepTasks, keepViews, lookAtMany, workTheInbox } from './desk-habits';
import { makeFirm, makePlatform } from './firm';
import { whenOpen } from './lives/scene';
import { lostPost } from './lost-post';
import { segmentDays } from './segments';
import { stockShop } from './shop';
import { connectSignOn } from './sign-on';
import { supportDays } from './support-day';
import { enliven, placeBets } from './traders';
import { days, hours, World } from './world';

/** Months of a brokerage group's life, made through the verbs its people would use. Runs once per install. */
const clients = Number(process.env.DEMO_CLIENTS ?? 100);
const weeks = Number(process.env.DEMO_WEEKS ?? 26);
const seed = Number(process.env.DEMO_SEED ?? 42);

const began = performance.now();
const say = (text: string) =>
  console.log(`  ${((performance.now() - began) / 1_000).toFixed(1).padStart(5)} s  ${text}`);

async function main(): Promise<void> {
  const end = systemClock.now();
  const start = new Date(end.getTime() - days(7 * weeks));
  start.setUTCHours(7, 0, 0, 0);
  const world = await World.open(start, end, seed);
  const operator = await makePlatform(world);
  const firm = await makeFirm(world);
  const shop = await stockShop(world, firm);
  const stage = { world, firm, shop };
  await learnSymbols(stage);
  await keepViews(firm);
  await connectSignOn(world, firm);
  say(`${firm.tenant.slug}: two licences, three brands, ${Object.keys(firm.staff).length} staff`);
  const agenda = new Agenda();
  const { shown, cast } = enter(stage, clients, end, (name, at, life) => agenda.add(name, at, life));
  world.every(days(7), async () => {
    await readDeals(stage, true);
    await world.tick('onboarding/renewals.due', firm.tenant.id);
    say(`${world.now().toISOString().slice(0, 10)}: ${world.commands} calls`);
  });
  // What had to wait for the morning of its reader.
  world.every(days(1), () => world.tick('notifications/sweep.due', firm.tenant.id));
  agenda.add(
    'support',
    new Date(Math.max(world.now().getTime(), end.getTime() - days(8))),
    supportDays(stage, cast, end),
  );
  agenda.add('segments', new Date(Math.max(world.now().getTime(), end.getTime() - days(49))), segmentDays(stage, end));
  agenda.add('access reviews', world.now(), accessReviews(stage, end));
  agenda.add('tasks', world.now(), keepTasks(stage, end));
  agenda.add('lost post', world.now(), lostPost(stage, cast, end));
  agenda.add('bets', world.now(), bets(stage, whenOpen(new Date(end.getTime() - hours(7)))));
  await agenda.run(end, world.reach, world.settle);
  await world.reach(end);
  await closeTheBooks(stage);
  while ((await sealAll(world.platform, world.clock, world.keys)) > 0);
  for (const failure of [...agenda.failures, ...world.jobs.failures]) console.error(failure);
  say(`the house said no: ${[...refusals].map(([why, n]) => `${why} ${n}`).join(', ')}`);
  say(`${world.commands} calls; ${agenda.failures.length + world.jobs.failures.length} stories broke`);
  const links = [
    { what: 'Desk', url: `{base}/t/${firm.tenant.slug}/desk` },
    { what: 'Client portal', url: `{base}/t/${firm.tenant.slug}/portal` },
    { what: 'Start your own brokerage', url: '{base}/sign-up' },
    { what: 'Demo mailbox', url: `http://127.0.0.1:${Number(process.env.EMULATORS_PORT ?? 0) + 5}` },
  ];
  const clientLogins = shown.map(({ who, client }) => ({
    who,
    url: `{base}/t/${firm.tenant.slug}/portal`,
    email: client.person.email,
    password: client.password,
  }));
  await world.close();
  writeFileSync(
    join(process.env.BOS_DATA_DIR ?? 'data', 'demo.json'),
    JSON.stringify({ tenant: firm.tenant.slug, logins: [operator, ...firm.logins, ...clientLogins], links }, null, 2),
    { mode: 0o600 },
  );
}

async function* bets(stage: Stage, at: Date): Life {
  yield at;
  placeBets(stage);
}

/** The last night and morning: what the house's clocks would have found, and how the platform stands now. */
async function closeTheBooks(stage: Stage): Promise<void> {
  const { world, firm } = stage;
  await readDeals(stage, true);
  for (const clock of ['trading/night.due', 'reconciliation/night.due', 'work/tick.due'])
    await world.tick(clock, firm.tenant.id);
  await lookAtPlatform(stage);
  await world.tick('risk/bands.due', firm.tenant.id);
  await workTheInbox(stage);
  await lookAtMany(stage);
  await world.settle();
  enliven(stage);
}

await main();
