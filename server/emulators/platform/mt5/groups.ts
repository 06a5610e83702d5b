import { type Group, type GroupSymbol, tradeFlagBits } from './types';

export type GroupOptions = {
  readonly group: string;
  readonly currency: string;
  readonly company?: string;
  readonly leverage?: number;
  readonly stopOutPercent?: number;
  readonly marginCallPercent?: number;
  readonly negativeBalanceProtection?: boolean;
  readonly swapFree?: boolean;
  readonly spreadDiff?: number;
  readonly commissionPerLot?: bigint;
  /** Margin multipliers by symbol path, when the account's leverage is too much for an instrument class. */
  readonly marginRates?: Readonly<Record<string, number>>;
  readonly closeOnly?: boolean;
  readonly netting?: boolean;
};

const base = tradeFlagBits.trailing | tradeFlagBits.experts | tradeFlagBits.expiration;

export function mt5Group(options: GroupOptions): Group {
  const symbols: GroupSymbol[] = Object.entries(options.marginRates ?? {}).map(([path, marginRateE4]) => ({
    path,
    marginRateE4,
  }));
  const tradeMode = options.closeOnly ? 3 : undefined;
  symbols.push({ path: '*', spreadDiff: options.spreadDiff ?? 0, ...(tradeMode === undefined ? {} : { tradeMode }) });
  const flags = base | (options.swapFree ? 0 : tradeFlagBits.swaps);
  return {
    group: options.group,
    company: options.company ?? 'Demo Brokerage',
    currency: options.currency,
    currencyDigits: options.currency === 'JPY' ? 0 : 2,
    authPasswordMin: 8,
    permissionsFlags: 0x2,
    tradeFlags: flags | (options.negativeBalanceProtection === false ? 0 : tradeFlagBits.soCompensation),
    marginMode: options.netting ? 0 : 2,
    marginCallE2: (options.marginCallPercent ?? 100) * 100,
    marginStopOutE2: (options.stopOutPercent ?? 50) * 100,
    leverageDefault: options.leverage ?? 30,
    commissionPerLot: options.commissionPerLot ?? 0n,
    symbols,
  };
}

/** A group and the mirror in which everything may only be closed: MT5 has no close-only right of an account. */
export const withMirror = (options: GroupOptions): Group[] => [
  mt5Group(options),
  mt5Group({ ...options, group: `${options.group}-CO`, closeOnly: true }),
];

/** Margin multipliers that make 1:30 into the 1:20, 1:10 and 1:2 of the European retail limits. */
export const retail30Rates: Readonly<Record<string, number>> = {
  'Metals\\*': 15_000,
  'Indices\\*': 15_000,
  'Crypto\\*': 150_000,
};

export function defaultGroups(): Group[] {
  const retail = (currency: string) =>
    withMirror({
      group: `real\\${currency}-RETAIL-30`,
      currency,
      leverage: 30,
      spreadDiff: 8,
      marginRates: retail30Rates,
    });
  const wide = (kind: string, currency: string, leverage: number, more: Partial<GroupOptions> = {}) =>
    withMirror({ group: `real\\${currency}-${kind}-${leverage}`, currency, leverage, ...more });
  return [
    ...['EUR', 'USD', 'GBP'].flatMap(retail),
    ...['EUR', 'USD', 'GBP'].flatMap((currency) =>
      wide('PRO', currency, 200, { commissionPerLot: 350n, stopOutPercent: 50 }),
    ),
    ...['EUR', 'USD', 'GBP'].flatMap((currency) => wide('STD', currency, 500, { spreadDiff: 10, stopOutPercent: 20 })),
    ...wide('ISLAMIC', 'USD', 500, { spreadDiff: 12, stopOutPercent: 20, swapFree: true }),
    ...['EUR', 'USD'].map((currency) =>
      mt5Group({ group: `demo\\${currency}-STD-100`, currency, leverage: 100, spreadDiff: 8 }),
    ),
  ];
}
