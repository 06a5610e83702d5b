import { Decimal, fromMinor, parseDecimal, toMinor, ZERO } from '@/server/kernel/decimal';
import { exponentOf } from '@/server/kernel/money';

export type Book = 'A' | 'B';

/** Open positions of clients, summed: one row per symbol, side, book and account currency. */
export type Holding = {
  readonly symbol: string;
  readonly book: Book;
  readonly side: 'buy' | 'sell';
  readonly asset: string;
  readonly positions: number;
  readonly lots: string;
  /** Lots times contract size. */
  readonly units: string;
  readonly profitMinor: bigint;
  readonly swapMinor: bigint;
};

export type Instrument = {
  readonly symbol: string;
  readonly baseCurrency: string | null;
  readonly profitCurrency: string;
};
export type Quote = { readonly symbol: string; readonly bid: string; readonly ask: string };

export type SymbolExposure = {
  readonly symbol: string;
  readonly book: Book;
  readonly positions: number;
  readonly longLots: Decimal;
  readonly shortLots: Decimal;
  /** Long less short, from the clients' side. */
  readonly netLots: Decimal;
  readonly netUnits: Decimal;
};

/** Net exposure by symbol and book: the sum of signed open volume, nothing else. */
export function exposureOf(holdings: readonly Holding[]): SymbolExposure[] {
  const found = new Map<string, SymbolExposure>();
  for (const holding of holdings) {
    const key = `${holding.symbol}\n${holding.book}`;
    const before = found.get(key) ?? emptyExposure(holding);
    const [lots, units] = [parseDecimal(holding.lots), parseDecimal(holding.units)];
    const isLong = holding.side === 'buy';
    found.set(key, {
      ...before,
      positions: before.positions + holding.positions,
      longLots: isLong ? before.longLots.add(lots) : before.longLots,
      shortLots: isLong ? before.shortLots : before.shortLots.add(lots),
      netLots: isLong ? before.netLots.add(lots) : before.netLots.sub(lots),
      netUnits: isLong ? before.netUnits.add(units) : before.netUnits.sub(units),
    });
  }
  return [...found.values()].sort((a, b) =>
    a.symbol === b.symbol ? (a.book < b.book ? -1 : 1) : a.symbol < b.symbol ? -1 : 1,
  );
}

const emptyExposure = ({ symbol, book }: Holding): SymbolExposure => ({
  symbol,
  book,
  positions: 0,
  longLots: ZERO,
  shortLots: ZERO,
  netLots: ZERO,
  netUnits: ZERO,
});

export const midOf = ({ bid, ask }: Quote): Decimal => parseDecimal(bid).add(parseDecimal(ask)).div(2);

/** Worth of one unit of a currency in another, from the quotes there are; null when no chain of two pairs leads there. */
export type Rates = (from: string, to: string) => Decimal | null;

export function ratesFrom(instruments: readonly Instrument[], quotes: readonly Quote[]): Rates {
  const quoted = new Map(quotes.map((quote) => [quote.symbol, quote]));
  const direct = new Map<string, Decimal>();
  for (const { symbol, baseCurrency, profitCurrency } of instruments) {
    const quote = quoted.get(symbol);
    if (!quote || !baseCurrency || baseCurrency === profitCurrency) continue;
    const mid = midOf(quote);
    if (mid.lte(0)) continue;
    direct.set(`${baseCurrency}/${profitCurrency}`, mid);
    direct.set(`${profitCurrency}/${baseCurrency}`, new Decimal(1).div(mid));
  }
  const currencies = new Set([...direct.keys()].flatMap((pair) => pair.split('/')));
  return (from, to) => {
    if (from === to) return new Decimal(1);
    const straight = direct.get(`${from}/${to}`);
    if (straight) return straight;
    // The dollar first: its pairs are the deepest.
    for (const via of ['USD', ...currencies]) {
      const [first, second] = [direct.get(`${from}/${via}`), direct.get(`${via}/${to}`)];
      if (first && second) return first.mul(second);
    }
    return null;
  };
}

/** Net units valued at mid in `base`, signed as the net; null without a quote or a rate. */
export function notionalMinor(
  exposure: SymbolExposure,
  instrument: Instrument | undefined,
  quote: Quote | undefined,
  rates: Rates,
  base: string,
): bigint | null {
  if (!instrument || !quote) return null;
  const rate = rates(instrument.profitCurrency, base);
  return rate && toMinor(exposure.netUnits.mul(midOf(quote)).mul(rate), exponentOf(base));
}

/** Amounts of several currencies in one; null as soon as one of them has no rate, so that a sum is never silently short. */
export function convertedMinor(
  amounts: readonly { readonly minor: bigint; readonly asset: string }[],
  rates: Rates,
  base: string,
): bigint | null {
  let sum = ZERO;
  for (const { minor, asset } of amounts) {
    const rate = rates(asset, base);
    if (!rate) return null;
    sum = sum.add(fromMinor(minor, exponentOf(asset)).mul(rate));
  }
  return toMinor(sum, exponentOf(base));
}

/** What the net of each symbol means in currencies: long EURUSD is long euro and short dollar. */
export function currencyExposure(
  exposures: readonly SymbolExposure[],
  instruments: ReadonlyMap<string, Instrument>,
  quotes: ReadonlyMap<string, Quote>,
): Map<string, Decimal> {
  const units = new Map<string, Decimal>();
  const add = (currency: string, amount: Decimal) => units.set(currency, (units.get(currency) ?? ZERO).add(amount));
  for (const exposure of exposures) {
    const [instrument, quote] = [instruments.get(exposure.symbol), quotes.get(exposure.symbol)];
    if (!instrument || !quote) continue;
    // An index has no currency that is bought: the contract stands for itself.
    if (instrument.baseCurrency) add(instrument.baseCurrency, exposure.netUnits);
    else add(exposure.symbol, exposure.netUnits);
    add(instrument.profitCurrency, exposure.netUnits.mul(midOf(quote)).neg());
  }
  return units;
}
