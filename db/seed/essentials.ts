import { listedPeople } from './listed';
import * as plots from './lives/plots';
import * as pieces from './lives/set-pieces';
import type { Named } from './people';
import { days, hours } from './world';

export type Casting = {
  readonly plot: plots.Plot;
  /** Shown with its log-in when the demo starts. */
  readonly who?: string;
  readonly person?: Named;
  /** Comes so long before the end, or after this share of the whole time. */
  readonly before?: number;
  readonly share?: number;
};

const [zoltan, idris, renaud, milica] = listedPeople;
const europe: Named = { brand: 'merrowby' };
const review = { word: 'HOLD' } as const;
const refundFails = '4000000000005126';

/** In order of importance: a small demo takes the first of them. */
export const essentials: readonly Casting[] = [
  { plot: plots.tradesOn, who: 'Client, verified, trading', share: 0.06, person: { country: 'NL', brand: 'merrowby' } },
  { plot: plots.owesPapers, who: 'Client, waiting for papers', before: hours(50), person: europe },
  { plot: plots.isNew, who: 'Client, new', before: hours(3), person: europe },
  { plot: pieces.asksForMoney(hours(5), { minor: 260_000n, until: 'asked' }), share: 0.2 },
  { plot: pieces.waitsForReview(review), before: hours(4) },
  { plot: pieces.asksForMoney(hours(28), { minor: 310_000n, until: 'first_vote' }), share: 0.3 },
  { plot: pieces.paysByAnothersCard('Corinna Eversberg', true), before: hours(30) },
  {
    plot: pieces.waitsForReview({ word: 'GREEN' }),
    before: hours(27),
    person: { first: zoltan.first, last: 'Kormoran', bornOn: zoltan.born },
  },
  { plot: pieces.losesVerification, share: 0.1 },
  { plot: pieces.waitsForReview({ ...review, pep: 'former' }), before: hours(52) },
  { plot: pieces.drifts({ leverage: 10 }), share: 0.25, person: europe },
  { plot: pieces.breaks('48.20'), share: 0.35 },
  { plot: pieces.isPaying, before: hours(26) },
  { plot: pieces.asksForMoney(hours(20), { minor: 90_000n, until: 'asked' }), share: 0.4 },
  { plot: pieces.winsAndLeaves, share: 0.1, person: europe },
  { plot: pieces.waitsForReview(review), before: hours(26) },
  // Names that the one box is asked for in their own letters and in others.
  { plot: plots.looksAround, share: 0.55, person: { first: 'Ждана', last: 'Верескова' } },
  { plot: plots.looksAround, share: 0.6, person: { first: 'رامي', last: 'الزعتري' } },
  { plot: plots.looksAround, share: 0.65, person: { first: '沐晴', last: '云' } },
  { plot: plots.looksAround, share: 0.7, person: { first: 'Žofie', last: 'Křivánková' } },
  { plot: pieces.wantsProfessional, share: 0.15, person: europe },
  { plot: pieces.asksForMoney(days(12), { minor: 120_000n, until: 'settled' }, refundFails), share: 0.3 },
  { plot: pieces.asksForMoney(days(20), { minor: 240_000n, until: 'rejected' }), share: 0.2 },
  { plot: pieces.asksForMoney(days(8), { minor: 150_000n, until: 'cancelled' }), share: 0.5 },
  { plot: pieces.isClaimedBack(days(4), 'fraudulent', 'unanswered'), share: 0.3 },
  {
    plot: pieces.waitsForReview({ word: 'GREEN' }),
    before: hours(9),
    person: { first: milica.first, last: milica.second, bornOn: '1979-02-11' },
  },
  { plot: pieces.waitsForReview(review), before: hours(74) },
  {
    plot: pieces.isListed('false_positive', '1991-09-03'),
    share: 0.45,
    person: { first: idris.first, last: idris.second, country: 'AE' },
  },
  {
    plot: pieces.isListed('true_match', renaud.born),
    share: 0.7,
    person: { first: renaud.first, last: renaud.second, country: 'FR' },
  },
  { plot: pieces.waitsForReview({ word: 'GREEN', pep: 'close_associate' }), before: hours(31) },
  { plot: pieces.isExposedAndKnown, share: 0.6 },
  { plot: pieces.asksForMoney(hours(44), { minor: 420_000n, until: 'asked' }), share: 0.5 },
  { plot: pieces.asksForMoney(days(15), { minor: 280_000n, until: 'settled' }), share: 0.12 },
  { plot: pieces.waitsForReview(review), before: hours(2) },
  { plot: pieces.drifts({ group: 'PRO-200' }), share: 0.4, person: europe },
  { plot: pieces.breaks('-112.75'), share: 0.5 },
  { plot: pieces.paysByAnothersCard('Bernhard Quist', false), before: hours(20) },
  { plot: pieces.isClaimedBack(days(8), 'product_not_received', 'contested'), share: 0.35 },
  { plot: pieces.isClaimedBack(days(24), 'fraudulent', 'lost'), share: 0.15 },
  { plot: pieces.isHeld('tax', 'tax residence without a number, form sent twice'), share: 0.2 },
  { plot: pieces.waitsForReview({ ...review, industry: 'cash_trade', plannedDeposit: 'more' }), before: hours(33) },
  { plot: pieces.asksForMoney(days(6), { minor: 75_000n, until: 'settled' }), share: 0.3 },
];
