import { InvariantError } from '@/server/kernel/errors';
import { addDays, type LocalDate } from '@/server/kernel/time';
import type { Instrument } from './instruments';
import { type InstrumentClass, type LeverageRow, leverageRows, type Regime, regimeRules } from './leverage-rows';

export { type InstrumentClass, type LeverageRow, leverageRows, type Regime, regimeRules } from './leverage-rows';

export type ClientCategory = 'retail' | 'professional' | 'eligible_counterparty';

/** EU and EEA: one regime through the national measures that took ESMA's over. */
const eea = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' '),
);

/** The product rules that a licence or a residence (ISO alpha-2) brings. `none` means no cap of law, only the house's. */
export function regimeOf(country: string): Regime {
  if (eea.has(country)) return 'EU';
  if (country === 'GB') return 'UK';
  return country === 'AU' ? 'AU' : 'none';
}

export function classifyInstrument(instrument: Instrument, regime: Regime): InstrumentClass {
  const { assetClass, base, quote, underlying } = instrument;
  switch (assetClass) {
    case 'fx': {
      const { majorCurrencies } = regimeRules[regime];
      return base !== null && majorCurrencies.includes(base) && majorCurrencies.includes(quote)
        ? 'fx_major'
        : 'fx_minor';
    }
    case 'metal':
      return base === 'XAU' ? 'gold' : 'commodity';
    case 'index':
      return underlying !== null && regimeRules[regime].majorIndices.includes(underlying)
        ? 'index_major'
        : 'index_minor';
    case 'energy':
    case 'commodity':
      return 'commodity';
    case 'crypto':
      return 'crypto';
    case 'bond':
      return instrument.isGovernmentBond ? 'government_bond' : 'other';
    case 'share':
    case 'fund':
    case 'other':
      return 'other';
  }
}

export type LeverageCap =
  | { readonly kind: 'capped'; readonly max: number; readonly row: LeverageRow }
  /** May not be offered to this category at all. */
  | { readonly kind: 'banned'; readonly row: LeverageRow }
  | { readonly kind: 'uncapped' };

export function leverageCap(
  query: { regime: Regime; category: ClientCategory; instrument: InstrumentClass; on: LocalDate },
  rows: readonly LeverageRow[] = leverageRows,
): LeverageCap {
  const { regime, category, instrument, on } = query;
  if (regime === 'none' || category !== 'retail') return { kind: 'uncapped' };
  const row = rows.find(
    (candidate) =>
      candidate.regime === regime &&
      candidate.instrument === instrument &&
      candidate.effectiveFrom <= on &&
      (candidate.effectiveTo === null || on < candidate.effectiveTo),
  );
  // A retail client under a regime without a row for the day is a gap in the table, never freedom.
  if (!row) throw new InvariantError(`no leverage rule for ${regime} ${instrument} on ${on}`);
  return row.max === null ? { kind: 'banned', row } : { kind: 'capped', max: row.max, row };
}

export type LeverageTerms = {
  /** What the platform account carries; symbols of a stricter class are narrowed by their margin rates. 0: no trading. */
  readonly account: number;
  /** Per class; 0 where it may not be offered. */
  readonly byClass: Readonly<Record<InstrumentClass, number>>;
  /** The rules that bound, to be shown and stored with the decision. */
  readonly because: readonly string[];
};

export const instrumentClasses: readonly InstrumentClass[] = [
  'fx_major',
  'fx_minor',
  'gold',
  'index_major',
  'index_minor',
  'commodity',
  'crypto',
  'government_bond',
  'other',
];

/**
 * The strictest of: every regime that applies (licence of the entity, residence of the client), what the tier allows, what the house
 * offers, what the client asked for. A tenant may lower, never raise.
 */
export function leverageTerms(
  input: {
    regimes: readonly Regime[];
    category: ClientCategory;
    houseMax: Readonly<Partial<Record<InstrumentClass, number>>> & { readonly default: number };
    tierMax: number | null;
    requested: number | null;
    on: LocalDate;
  },
  rows: readonly LeverageRow[] = leverageRows,
): LeverageTerms {
  const because = new Set<string>();
  const limitOf = (instrument: InstrumentClass): number => {
    const limits = [{ max: input.houseMax[instrument] ?? input.houseMax.default, cause: 'house' }];
    if (input.tierMax !== null) limits.push({ max: input.tierMax, cause: 'tier' });
    if (input.requested !== null) limits.push({ max: input.requested, cause: 'requested' });
    for (const regime of input.regimes) {
      const cap = leverageCap({ regime, category: input.category, instrument, on: input.on }, rows);
      if (cap.kind !== 'uncapped') limits.push({ max: cap.kind === 'banned' ? 0 : cap.max, cause: cap.row.source });
    }
    const max = Math.min(...limits.map((limit) => limit.max));
    for (const limit of limits) if (limit.max === max) because.add(limit.cause);
    return max;
  };
  const byClass = Object.fromEntries(
    instrumentClasses.map((name) => [name, limitOf(name)]),
  ) as LeverageTerms['byClass']; // one entry for each class
  return { account: Math.max(...Object.values(byClass)), byClass, because: [...because] };
}

/** Initial margin in basis points of notional, rounded up: 30:1 asks 334, so the cap is never exceeded by rounding. */
export const marginBps = (leverage: number): number => Math.ceil(10_000 / leverage);

/** Rows whose source changes within `days`, or has: work items for the compliance desk. */
export const leverageRowsDue = (rows: readonly LeverageRow[], on: LocalDate, days: number): LeverageRow[] =>
  rows.filter((row) => row.effectiveTo === null && row.reviewBy !== null && row.reviewBy <= addDays(on, days));
