import type { LocalDate } from '@/server/kernel/time';

export type Regime = 'EU' | 'UK' | 'AU' | 'none';
export type InstrumentClass =
  | 'fx_major'
  | 'fx_minor'
  | 'gold'
  | 'index_major'
  | 'index_minor'
  | 'commodity'
  | 'crypto'
  | 'government_bond'
  | 'other';

/** Retail caps. Professionals have none by product rule. */
export type LeverageRow = {
  readonly regime: Exclude<Regime, 'none'>;
  readonly instrument: InstrumentClass;
  /** Null: may not be sold to retail clients. */
  readonly max: number | null;
  readonly source: string;
  readonly effectiveFrom: LocalDate;
  readonly effectiveTo: LocalDate | null;
  readonly reviewedAt: LocalDate;
  /** The source itself announces a change or lapse by then. */
  readonly reviewBy: LocalDate | null;
  readonly verified: boolean;
};

const REVIEWED = '2026-10-01';

function rowsOf(
  regime: LeverageRow['regime'],
  source: string,
  effectiveFrom: LocalDate,
  effectiveTo: LocalDate | null,
  caps: Readonly<Record<InstrumentClass, number | null>>,
  unverified: readonly InstrumentClass[] = [],
  reviewBy: LocalDate | null = null,
): LeverageRow[] {
  const rest = { regime, source, effectiveFrom, effectiveTo, reviewedAt: REVIEWED, reviewBy };
  return Object.entries(caps).map(([name, max]) => {
    const instrument = name as InstrumentClass; // keys of the record just given
    return { ...rest, instrument, max, verified: !unverified.includes(instrument) };
  });
}

const esma = {
  fx_major: 30,
  fx_minor: 20,
  gold: 20,
  index_major: 20,
  index_minor: 10,
  commodity: 10,
  crypto: 2,
  government_bond: 5,
  other: 5,
} as const;

export const leverageRows: readonly LeverageRow[] = [
  ...rowsOf('EU', 'ESMA35-43-1000, continued by national measures', '2018-08-01', null, esma),
  ...rowsOf('UK', 'FCA COBS 22.5 (PS19/18)', '2019-08-01', '2021-01-06', { ...esma, government_bond: 30 }, [
    'government_bond',
  ]),
  ...rowsOf(
    'UK',
    'FCA COBS 22.5 (PS19/18), COBS 22.6 for crypto',
    '2021-01-06',
    null,
    { ...esma, government_bond: 30, crypto: null },
    ['crypto', 'government_bond'],
  ),
  // It lapses on 23 May 2027 unless extended; until someone has looked, the caps stay.
  ...rowsOf('AU', 'ASIC Instruments 2020/986 and 2022/259', '2021-03-29', null, esma, [], '2027-05-23'),
];

export type RegimeRules = {
  readonly majorCurrencies: readonly string[];
  readonly majorIndices: readonly string[];
  /** Positions are closed when equity falls to this share of required margin. */
  readonly retailCloseOutBps: number | null;
  readonly hasNegativeBalanceProtection: boolean;
  /** Bonuses and other incentives to trade. */
  readonly mayOfferIncentives: boolean;
  readonly source: string;
  readonly reviewedAt: LocalDate;
  readonly verified: boolean;
};

const majors = ['USD', 'EUR', 'JPY', 'GBP', 'CAD', 'CHF'];
const majorIndices = [
  ...['FTSE100', 'CAC40', 'DAX', 'DJIA', 'SP500', 'NASDAQCOMP', 'NASDAQ100', 'NIKKEI225', 'ASX200', 'EUROSTOXX50'],
];
const retail = { retailCloseOutBps: 5000, hasNegativeBalanceProtection: true, mayOfferIncentives: false } as const;
const reviewed = { majorIndices, reviewedAt: REVIEWED, verified: false } as const;

export const regimeRules: Readonly<Record<Regime, RegimeRules>> = {
  EU: { ...retail, ...reviewed, majorCurrencies: majors, source: 'ESMA35-43-1000' },
  UK: { ...retail, ...reviewed, majorCurrencies: majors, source: 'FCA COBS 22.5' },
  AU: { ...retail, ...reviewed, majorCurrencies: [...majors, 'AUD'], source: 'ASIC Instrument 2020/986' },
  none: {
    ...reviewed,
    majorCurrencies: majors,
    retailCloseOutBps: null,
    hasNegativeBalanceProtection: false,
    mayOfferIncentives: true,
    source: 'no product rule',
  },
};
