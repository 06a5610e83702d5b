import { type Account, unlessRefused } from '../client';
import { days, hours } from '../world';
import { askForProfessional, hold, logTalk, tag } from './care';
import { arrive, beReviewed, confirmEmail, type Form, fillForm, join } from './joining';
import { bankDecides, changeByHand, claimBack, close, correctHistory, winOnce } from './mishaps';
import type { Plot } from './plots';
import { contest, expire, proposeCredit, settleHits } from './reviews';
import { type Act, atOffice, beforeEnd, later, type Scene, soon, whenOpen } from './scene';
import { beginTrading, equityOf, openAndFund, stopTrading, topUpUntil } from './trading';
import { type Wish, withdraw } from './withdrawing';

/** Sent his form and waits for people: the onboarding queue of this morning. */
export const waitsForReview = (form: Form): Plot =>
  async function* (scene) {
    yield* arrive(scene);
    yield* confirmEmail(scene);
    yield* fillForm(scene, form);
  };

export const isListed = (finding: 'true_match' | 'false_positive', bornOn: string): Plot =>
  async function* (scene) {
    yield* waitsForReview({ word: 'GREEN', bornOn })(scene);
    yield atOffice(scene, 2, 9);
    await settleHits(scene, finding);
  };

/** A further act, or one deed. */
type Ending = (scene: Scene, account: Account) => Act | Promise<void>;

type More = { readonly card?: string; readonly isAtMarket?: boolean };

/** Trades for months, and so long before the end this happens; some of it wants an open market. */
const tradesThen = (before: number, minor: bigint, ending: Ending, more: More = {}): Plot =>
  async function* (scene) {
    if (!(yield* join(scene, { word: 'GREEN', plannedDeposit: 'up_to_25000' }))) return;
    yield soon(scene, 0.1, 12);
    const account = yield* openAndFund(scene, minor, more.card);
    if (!account) return;
    yield soon(scene, 0.2, 5);
    await logTalk(scene, 'funded');
    beginTrading(scene, account, 'cautious');
    const cue = beforeEnd(scene, before);
    yield* topUpUntil(scene, account, more.isAtMarket ? whenOpen(cue) : cue);
    const told = ending(scene, account);
    if (told instanceof Promise) await told;
    else yield* told;
  };

export const asksForMoney = (before: number, wish: Omit<Wish, 'from'>, card?: string): Plot =>
  tradesThen(
    before,
    (wish.minor * 7n) / 4n,
    async function* (scene, from) {
      yield* withdraw(scene, { ...wish, from });
    },
    card === undefined ? {} : { card },
  );

export const losesVerification: Plot = tradesThen(days(5), 600_000n, async (scene) => {
  await expire(scene);
});

export const isHeld = (reason: 'tax', note: string): Plot =>
  tradesThen(days(9), 300_000n, async (scene) => {
    await hold(scene, reason, note);
  });

/** His bank claims a payment back after it has gone into trading: the wallet cannot cover it. */
export const isClaimedBack = (before: number, reason: string, then: 'unanswered' | 'contested' | 'lost'): Plot =>
  tradesThen(before, 120_000n, async function* (scene) {
    const claim = await claimBack(scene, reason);
    if (!claim || then === 'unanswered') return;
    yield atOffice(scene, 20, 44);
    await contest(scene, claim);
    if (then === 'contested') return;
    yield atOffice(scene, 120, 150);
    await bankDecides(scene, claim, false);
  });

export const drifts = (change: { leverage?: number; group?: string }): Plot =>
  tradesThen(hours(30), 250_000n, async (scene, account) => {
    changeByHand(scene, account, change);
  });

export const breaks = (profit: string): Plot =>
  tradesThen(
    hours(20),
    350_000n,
    async (scene, account) => {
      correctHistory(scene, account, profit);
    },
    { isAtMarket: true },
  );

export const wantsProfessional: Plot = tradesThen(hours(22), 2_000_000n, async (scene, account) => {
  await tag(scene, ['vip', 'professional requested']);
  beginTrading(scene, account, 'swing');
  await askForProfessional(scene);
});

/** Wins, and takes out more than his cards ever paid in: refunds first, the rest to his bank. */
export const winsAndLeaves: Plot = tradesThen(
  days(75),
  200_000n,
  async function* (scene, account) {
    stopTrading(scene, account);
    const until = whenOpen(later(scene, days(25)));
    const position = winOnce(scene, account, until, 0.4);
    yield until;
    if (position) close(scene, position);
    yield later(scene, hours(3));
    const { free } = equityOf(scene, account);
    yield* withdraw(scene, { from: account, minor: BigInt(Math.floor(free * 0.95)) * 100n });
  },
  { isAtMarket: true },
);

/** The card bears another name: the money waits until somebody has looked. */
export const paysByAnothersCard = (holder: string, isProposed: boolean): Plot =>
  async function* (scene) {
    if (!(yield* join(scene, { word: 'GREEN' }))) return;
    yield soon(scene, 0.1, 3);
    const card = { number: scene.client.person.origin.card, name: holder };
    await unlessRefused(scene.client.deposit(150_000n, card));
    if (!isProposed) return;
    yield later(scene, hours(2));
    await proposeCredit(scene);
  };

/** Is on the page of the PSP right now. */
export const isPaying: Plot = async function* (scene) {
  if (!(yield* join(scene, { word: 'GREEN' }))) return;
  yield beforeEnd(scene, 9 * 60_000);
  await unlessRefused(scene.client.deposit(50_000n, null));
};

/** Somebody close to him holds an office: compliance has looked at it and let him in. */
export const isExposedAndKnown: Plot = async function* (scene) {
  yield* arrive(scene);
  yield* confirmEmail(scene);
  yield* fillForm(scene, { word: 'GREEN', pep: 'close_associate' });
  yield* beReviewed(scene);
};
