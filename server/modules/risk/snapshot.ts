import { formatDecimal, parseDecimal, toMinor } from '@/server/kernel/decimal';
import { exponentOf, type Money } from '@/server/kernel/money';
import type { Read } from '@/server/kernel/uow';
import {
  currentSpecs,
  positionClients,
  positionSums,
  type QuoteRow,
  quotesOf,
  type ResultSum,
  resultSums,
} from '@/server/modules/trading';
import {
  type Book,
  convertedMinor,
  currencyExposure,
  exposureOf,
  type Holding,
  notionalMinor,
  type Rates,
  ratesFrom,
  type SymbolExposure,
} from './calc';
import type { ExposureRow, ExposureSnapshot } from './contract';
import { allBands, type BandRow, clientsInA, houseCurrency } from './repository';

type Amount = { readonly minor: bigint; readonly asset: string };

/** Several servers may quote one symbol: the newest counts. */
function newestQuotes(rows: readonly QuoteRow[]): Map<string, QuoteRow> {
  const newest = new Map<string, QuoteRow>();
  for (const row of rows) {
    const known = newest.get(row.symbol);
    if (!known || known.at < row.at) newest.set(row.symbol, row);
  }
  return newest;
}

const dayMs = 86_400_000;

/** Recomputed from open positions every time it is asked: nothing is carried along that could be wrong. */
export async function takeSnapshot(
  read: Read,
  input: { readonly book: Book | null; readonly currency: string | null; readonly since: Date | null },
): Promise<ExposureSnapshot> {
  const inA = await clientsInA(read);
  const since = input.since ?? new Date(Math.floor(read.now.getTime() / dayMs) * dayMs);
  const [sums, people, results, specs, quoteRows, bands, home] = await Promise.all([
    positionSums(read, inA),
    positionClients(read, inA),
    resultSums(read, since, inA),
    currentSpecs(read),
    quotesOf(read),
    allBands(read),
    houseCurrency(read),
  ]);
  const base = input.currency ?? home;
  const quotes = newestQuotes(quoteRows);
  const instruments = new Map(specs.map((spec) => [spec.symbol, spec]));
  const rates = ratesFrom([...instruments.values()], [...quotes.values()]);
  const holdings = sums
    .map(({ isMarked, ...sum }): Holding => ({ ...sum, book: isMarked ? 'A' : 'B' }))
    .filter((holding) => input.book === null || holding.book === input.book);
  const exposures = exposureOf(holdings);
  const shown = results.filter((result) => input.book === null || bookOfResult(result) === input.book);
  const rows = exposures.map((exposure) =>
    rowOf(exposure, { holdings, people, results: shown, bands, quotes, instruments, rates, base }),
  );
  const byCurrency = [...currencyExposure(exposures, instruments, quotes)].map(([currency, units]) => {
    const rate = rates(currency, base);
    return {
      currency,
      units: formatDecimal(units),
      value: rate && money(toMinor(units.mul(rate), exponentOf(base)), base),
    };
  });
  const quoted = rows.flatMap((row) => (row.quotedAt ? [row.quotedAt] : []));
  return {
    at: read.now,
    currency: base,
    rows,
    byCurrency,
    books: (['A', 'B'] as const)
      .filter((book) => input.book === null || book === input.book)
      .map((book) => bookTotal(book, rows, shown, rates, base)),
    overBand: rows.filter((row) => row.isOverBand).length,
    unvalued: rows.filter((row) => row.notional === null).map((row) => row.symbol),
    oldestQuoteAt: quoted.length > 0 ? new Date(Math.min(...quoted.map((at) => at.getTime()))) : null,
  };
}

const money = (minor: bigint, asset: string): Money => ({ minor, asset });
const bookOfResult = ({ isMarked }: ResultSum): Book => (isMarked ? 'A' : 'B');
const worthOf = (result: ResultSum): Amount => ({
  minor: result.profitMinor + result.swapMinor + result.commissionMinor,
  asset: result.asset,
});

function inBase(amounts: readonly Amount[], rates: Rates, base: string): Money | null {
  const minor = convertedMinor(amounts, rates, base);
  return minor === null ? null : money(minor, base);
}

type Around = {
  readonly holdings: readonly Holding[];
  readonly people: readonly { symbol: string; isMarked: boolean; clients: number }[];
  readonly results: readonly ResultSum[];
  readonly bands: readonly BandRow[];
  readonly quotes: ReadonlyMap<string, QuoteRow>;
  readonly instruments: ReadonlyMap<string, { symbol: string; baseCurrency: string | null; profitCurrency: string }>;
  readonly rates: Rates;
  readonly base: string;
};

export const isOver = (
  netLots: { abs(): { gt(other: ReturnType<typeof parseDecimal>): boolean } },
  lots: string,
): boolean => netLots.abs().gt(parseDecimal(lots));

function rowOf(exposure: SymbolExposure, around: Around): ExposureRow {
  const { symbol, book, netLots } = exposure;
  const { rates, base } = around;
  const same = (one: { symbol: string; book: string }) => one.symbol === symbol && one.book === book;
  const band = around.bands.find(same);
  const quote = around.quotes.get(symbol);
  const minor = notionalMinor(exposure, around.instruments.get(symbol), quote, rates, base);
  const floating = around.holdings
    .filter(same)
    .map(({ profitMinor, swapMinor, asset }) => ({ minor: profitMinor + swapMinor, asset }));
  const realised = around.results.filter((result) => same({ symbol: result.symbol, book: bookOfResult(result) }));
  return {
    symbol,
    book,
    positions: exposure.positions,
    clients: around.people.find((one) => one.symbol === symbol && one.isMarked === (book === 'A'))?.clients ?? 0,
    longLots: formatDecimal(exposure.longLots),
    shortLots: formatDecimal(exposure.shortLots),
    netLots: formatDecimal(netLots),
    netUnits: formatDecimal(exposure.netUnits),
    houseLots: book === 'B' ? formatDecimal(netLots.neg()) : '0',
    notional: minor === null ? null : money(minor, base),
    floating: inBase(floating, rates, base),
    realised: inBase(realised.map(worthOf), rates, base),
    bandLots: band ? formatDecimal(parseDecimal(band.lots)) : null,
    isOverBand: band !== undefined && isOver(netLots, band.lots),
    bid: quote?.bid ?? null,
    ask: quote?.ask ?? null,
    quotedAt: quote?.at ?? null,
  };
}

function bookTotal(
  book: Book,
  rows: readonly ExposureRow[],
  results: readonly ResultSum[],
  rates: Rates,
  base: string,
) {
  const mine = rows.filter((row) => row.book === book);
  const total = (pick: (row: ExposureRow) => Money | null): Money | null => {
    let sum = 0n;
    for (const row of mine) {
      const amount = pick(row);
      if (!amount) return null;
      sum += amount.minor;
    }
    return money(sum, base);
  };
  const magnitude = (amount: Money | null) =>
    amount && { ...amount, minor: amount.minor < 0n ? -amount.minor : amount.minor };
  return {
    book,
    gross: total((row) => magnitude(row.notional)),
    floating: total((row) => row.floating),
    // Of all deals of the day, symbols without an open position included.
    realised: inBase(results.filter((result) => bookOfResult(result) === book).map(worthOf), rates, base),
    positions: mine.reduce((sum, row) => sum + row.positions, 0),
  };
}
