import type { Life } from '../agenda';
import { unlessRefused } from '../client';
import { between, pick } from '../people';
import { days, hours } from '../world';
import { logTalk } from './care';
import { arrive, confirmEmail, fillForm, join } from './joining';
import { beforeEnd, later, type Scene, soon } from './scene';
import { anAmount, beginTrading, equityOf, openAndFund, stopTrading, topUpUntil } from './trading';
import { withdraw } from './withdrawing';

export type Plot = (scene: Scene) => Life;

const form = { word: 'GREEN' } as const;

/** Registers and is never seen again, or confirms the address and leaves it at that. */
export const looksAround: Plot = async function* (scene) {
  yield* arrive(scene);
  if (scene.rng.next() < 0.6) yield* confirmEmail(scene);
};

export const leavesTheForm: Plot = async function* (scene) {
  yield* arrive(scene);
  yield* confirmEmail(scene);
  yield* fillForm(scene, form, between(scene.rng, 0, 5));
};

/** Sent, refused by the provider for good or asked for better papers that never come. */
export const isRefused: Plot = async function* (scene) {
  yield* arrive(scene);
  yield* confirmEmail(scene);
  yield* fillForm(scene, { word: pick(scene.rng, ['FORGED', 'BLURRY', 'EXPIRED', 'BLURRY']) });
};

/** Verified, and then nothing; some try play money. */
export const staysIdle: Plot = async function* (scene) {
  if (!(yield* join(scene, form))) return;
  if (scene.rng.next() < 0.5) return;
  yield soon(scene, 0.1, 30);
  await unlessRefused(scene.client.open('practiceEur'));
};

/** Tries to pay in with cards that are declined. */
export const isDeclined: Plot = async function* (scene) {
  const { client, rng } = scene;
  if (!(yield* join(scene, form))) return;
  for (let attempt = between(rng, 1, 3); attempt > 0; attempt -= 1) {
    yield soon(scene, 0.2, 40);
    const number = pick(rng, ['4000000000000002', '4000000000009995', '4000000000000069', '4000000000000127']);
    await unlessRefused(client.deposit(anAmount(scene), { number }));
  }
};

/** The core of the house: verified, funded, trading, topping up, taking some out. */
export const trades: Plot = async function* (scene) {
  const { rng } = scene;
  const word = rng.next() < 0.1 ? 'BLURRY' : rng.next() < 0.12 ? 'HOLD' : 'GREEN';
  if (!(yield* join(scene, { ...form, word }))) return;
  yield soon(scene, 0.1, 50);
  const account = yield* openAndFund(scene);
  if (!account) return;
  yield soon(scene, 0.5, 30);
  if (rng.next() < 0.45) await logTalk(scene, rng.next() < 0.5 ? 'funded' : 'welcome');
  beginTrading(scene, account);
  const stays = days(between(rng, 12, 200));
  const leavesAt = later(scene, stays);
  const isLeaving = leavesAt < beforeEnd(scene, days(4));
  const paysOutAt = later(scene, days(between(rng, 9, 70)));
  if (paysOutAt < (isLeaving ? leavesAt : beforeEnd(scene, days(6)))) {
    yield* topUpUntil(scene, account, paysOutAt);
    const { free } = equityOf(scene, account);
    if (free > 80)
      yield* withdraw(scene, { from: account, minor: BigInt(Math.floor(free * (0.1 + 0.4 * rng.next()))) * 100n });
  }
  if (!isLeaving) return yield* topUpUntil(scene, account, scene.end);
  yield* topUpUntil(scene, account, leavesAt);
  stopTrading(scene, account);
  yield later(scene, hours(2));
  const { free } = equityOf(scene, account);
  if (free > 10) yield* withdraw(scene, { from: account, minor: BigInt(Math.floor(free)) * 100n });
};

/** Pays in and waits. */
export const fundsOnly: Plot = async function* (scene) {
  if (!(yield* join(scene, form))) return;
  yield soon(scene, 0.2, 60);
  await unlessRefused(scene.client.deposit(anAmount(scene), { number: scene.client.person.origin.card }));
};

/** Verified early, trades to this day, and does not leave. */
export const tradesOn: Plot = async function* (scene) {
  if (!(yield* join(scene, { ...form, plannedDeposit: 'up_to_25000' }))) return;
  yield soon(scene, 0.1, 20);
  const account = yield* openAndFund(scene, 400_000n);
  if (!account) return;
  yield soon(scene, 0.5, 8);
  beginTrading(scene, account, 'day');
  const half = new Date((scene.end.getTime() + scene.stage.world.now().getTime()) / 2);
  yield* topUpUntil(scene, account, half);
  yield* withdraw(scene, { from: account, minor: 45_000n });
  yield* topUpUntil(scene, account, scene.end);
};

/** Sent a passport that nobody can read, and has not answered yet. */
export const owesPapers: Plot = async function* (scene) {
  yield* arrive(scene);
  yield* confirmEmail(scene);
  yield* fillForm(scene, { word: 'BLURRY' });
};

/** Has only just come. */
export const isNew: Plot = async function* (scene) {
  yield* arrive(scene);
  await scene.client.verifyEmail();
};
