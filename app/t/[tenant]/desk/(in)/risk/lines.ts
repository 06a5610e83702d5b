import { Decimal, parseDecimal } from '@/server/kernel/decimal';
import type { ExposureRow } from '@/server/modules/risk/contract';

type Amount = ExposureRow['notional'];

/** One symbol as a dealer reads it: the clients, the house's side of book B, what book A passed on. */
export type Line = {
  readonly symbol: string;
  readonly long: string;
  readonly short: string;
  readonly ours: string;
  readonly clients: number;
  readonly positions: number;
  /** Something of it is the house's own: book B. */
  readonly isOurs: boolean;
  /** Share of the band in use, signed as the house's side; null without a band. */
  readonly use: number | null;
  readonly band: string | null;
  readonly overBy: string | null;
  readonly notional: Amount;
  readonly floating: Amount;
  readonly today: Amount;
  readonly passedOn: string | null;
  readonly bid: string | null;
  readonly ask: string | null;
  readonly quotedAt: Date | null;
};

/** At least two places, as platforms write lots; finer lots keep all of theirs. */
export function lotsText(lots: string): string {
  const value = parseDecimal(lots);
  return value.decimalPlaces() > 2 ? value.toFixed() : value.toFixed(2);
}

const opposite = (amount: Amount): Amount => amount && { ...amount, minor: -amount.minor };

function lineOf(symbol: string, b: ExposureRow | undefined, a: ExposureRow | undefined): Line {
  const ours = parseDecimal(b?.houseLots ?? '0');
  const band = b?.bandLots ? parseDecimal(b.bandLots) : null;
  const over = band && ours.abs().sub(band);
  const quote = b ?? a;
  return {
    symbol,
    long: lotsText(b?.longLots ?? '0'),
    short: lotsText(b?.shortLots ?? '0'),
    ours: lotsText(ours.toFixed()),
    clients: (a?.clients ?? 0) + (b?.clients ?? 0),
    isOurs: b !== undefined,
    positions: (a?.positions ?? 0) + (b?.positions ?? 0),
    use: band?.gt(0) ? ours.div(band).toNumber() : null,
    band: band && lotsText(band.toFixed()),
    overBy: over?.gt(0) ? lotsText(over.toFixed()) : null,
    notional: b ? opposite(b.notional) : null,
    floating: b ? opposite(b.floating) : null,
    today: b ? opposite(b.realised) : null,
    passedOn: a ? lotsText(Decimal.add(a.longLots, a.shortLots).toFixed()) : null,
    bid: quote?.bid ?? null,
    ask: quote?.ask ?? null,
    quotedAt: quote?.quotedAt ?? null,
  };
}

export function linesOf(rows: readonly ExposureRow[]): Line[] {
  return [...new Set(rows.map((row) => row.symbol))].map((symbol) => {
    const of = (book: 'A' | 'B') => rows.find((row) => row.symbol === symbol && row.book === book);
    return lineOf(symbol, of('B'), of('A'));
  });
}

const useOf = ({ use }: Line): number => (use === null ? -1 : Math.abs(use));
const sizeOf = (amount: Amount): bigint => (amount ? (amount.minor < 0n ? -amount.minor : amount.minor) : -1n);
const compare = (a: bigint | number, b: bigint | number): number => (a < b ? -1 : a > b ? 1 : 0);

const orders: Record<string, (a: Line, b: Line) => number> = {
  symbol: (a, b) => a.symbol.localeCompare(b.symbol),
  use: (a, b) => compare(useOf(a), useOf(b)) || compare(sizeOf(a.notional), sizeOf(b.notional)),
  notional: (a, b) => compare(sizeOf(a.notional), sizeOf(b.notional)),
  floating: (a, b) => compare(a.floating?.minor ?? 0n, b.floating?.minor ?? 0n),
  today: (a, b) => compare(a.today?.minor ?? 0n, b.today?.minor ?? 0n),
  clients: (a, b) => compare(a.clients, b.clients),
};

export function sortLines(lines: readonly Line[], by: string, dir: 'asc' | 'desc'): Line[] {
  const order = orders[by] ?? orders.use;
  const sign = dir === 'asc' ? 1 : -1;
  return [...lines].sort((a, b) => (order ? sign * order(a, b) : 0) || a.symbol.localeCompare(b.symbol));
}
