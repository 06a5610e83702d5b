import { expect } from 'vitest';
import { uuidFromId } from '@/server/kernel/ids';
import { actions, type Client, newClient } from './actions';
import { thinkAgain, verificationBreaks } from './applicants';
import type { Coverage } from './chance';
import { atAnyTime, atRest, bankBreaks, cardBreaks, stuck } from './invariants';
import { deliverLetter, ingest, relay } from './machinery';
import type { Betrayal } from './vendors';
import { openWorld, type World } from './world';

const names = ['Sima', 'Simb', 'Simc'];
const deedsMax = 50;
const rethinkAt = 35;
const bankWords = ['reject', 'return', 'delay'] as const;

/** How far the lives got, so that a simulation which tries nothing is noticed. */
const outcomes = `
  select 'deposit ' || state as word, count(*)::int as n from deposit where tenant_id = $1 group by 1
  union all select 'withdrawal ' || state, count(*)::int from withdrawal where tenant_id = $1 group by 1
  union all select kind || ' ' || state, count(*)::int from withdrawal_leg where tenant_id = $1 group by 1
  union all select 'operation ' || purpose || ' ' || state, count(*)::int from account_operation where tenant_id = $1 group by 1
  union all select 'account ' || state, count(*)::int from trading_account where tenant_id = $1 group by 1
  union all select 'application ' || state, count(*)::int from application where tenant_id = $1 group by 1`;

/** One for what is not named. */
const weights: Record<string, number> = {
  time: 6,
  relay: 3,
  post: 4,
  withdraw: 12,
  decide: 14,
  toAccount: 5,
  toWallet: 3,
  pay: 3,
  apply: 3,
  deposit: 2,
  deals: 3,
  makeGood: 5,
};

async function settleSome(world: World, stepsMax: number): Promise<void> {
  await relay(world);
  for (let post = 0; post < 3; post += 1) await deliverLetter(world);
  for (let steps = stepsMax; steps > 0 && (await world.runner.step()); steps -= 1);
}

const hasCome = async (world: World, client: Client, what: string): Promise<boolean> =>
  (await world.rows(`select 1 from ${what} and client_id = $2 limit 1`, [uuidFromId('client', client.id)])).length > 0;

/** One thing after the other, each tried again a few times; whoever is stopped for good goes on as life brings it. */
async function begin(world: World, client: Client): Promise<void> {
  const attempts = [
    [['apply'], `application where tenant_id = $1 and state = 'approved'`],
    [['deposit', 'pay'], `deposit where tenant_id = $1 and state = 'credited'`],
    [['bankAccount'], `instrument where tenant_id = $1 and kind = 'bank'`],
    [['openAccount'], `trading_account where tenant_id = $1 and login is not null`],
    [['toAccount', 'makeGood', 'deals'], `account_operation where tenant_id = $1 and state = 'applied'`],
  ] as const;
  for (const [names, goal] of attempts)
    for (let round = 0; round < 6 && !(await hasCome(world, client, goal)); round += 1) {
      for (const name of names) {
        await actions[name]?.(world, client);
        await settleSome(world, 40);
      }
      await world.advance(round < 2 ? 20_000 : 300_000);
    }
}

async function liveOn(world: World): Promise<void> {
  world.vendors.bank.faults.setRates(bankWords.map((kind) => ({ on: 'payout', fault: { kind }, rate: 0.15 })));
  const clients: Client[] = [];
  for (const name of names) clients.push(await newClient(world, name));
  for (const client of clients) await begin(world, client);
  const deeds = Object.entries(actions).flatMap(([name]) => Array.from({ length: weights[name] ?? 1 }, () => name));
  for (let deed = 0; deed < deedsMax; deed += 1) {
    const action = actions[world.chance.pick(deeds)];
    await action?.(world, world.chance.pick(clients));
    // Chance alone leaves this out for many seeds.
    if (deed === rethinkAt) for (const client of clients) if (await thinkAgain(world, client)) break;
    await settleSome(world, world.chance.between(0, 6));
    if (deed % 20 === 19) expect(await atAnyTime(world), `deed ${deed}`).toEqual([]);
  }
}

const underWay = async (world: World): Promise<boolean> =>
  [
    ...(await stuck(world)),
    ...(await verificationBreaks(world)),
    ...(await bankBreaks(world)),
    ...(await cardBreaks(world)),
  ].length > 0;

/** Nothing breaks any more and nobody does anything new: what is under way must come to an end by itself, within two days. */
async function calmDown(world: World): Promise<void> {
  const { bank, stripe, sumsub, provider, letters } = world.vendors;
  world.chance.isCalm = true;
  bank.faults.clear();
  // A provider calls for days until it is heard.
  for (const applicant of sumsub.applicants(provider.id))
    if (applicant.reviewStatus === 'completed') sumsub.resend(provider.id, applicant.id);
  for (let round = 0; round < 30; round += 1) {
    while (letters.length > 0 || (await stripe.pump()) > 0 || (await sumsub.pump()) > 0) await deliverLetter(world);
    await ingest(world);
    await relay(world);
    for (let steps = 0; steps < 400 && (await world.runner.step()); steps += 1)
      if (steps % 10 === 9) await relay(world);
    if (round >= 4 && world.runner.isIdle && !(await underWay(world))) return;
    await world.advance(round < 10 ? 70_000 : 2.5 * 3_600_000);
  }
}

export type LifeStory = {
  readonly faults: string[];
  readonly seen: Record<string, number>;
  readonly coverage: Coverage;
};

/** Three clients, half a hundred deeds, everything that can break; then calm, and the reckoning. */
export async function simulate(seed: number, betrayal: Betrayal | null = null): Promise<LifeStory> {
  const world = await openWorld(seed, betrayal);
  try {
    await liveOn(world);
    await calmDown(world);
    const faults = await atRest(world);
    for (const { word, n } of await world.rows<{ word: string; n: number }>(outcomes)) world.chance.seen[word] = n;
    return { faults, seen: world.chance.seen, coverage: world.chance.coverage };
  } finally {
    await world.close();
  }
}
