/** A price change of one symbol. Prices are whole points (price x 10^digits), so that nothing downstream rounds a float. */
export type Tick = {
  readonly symbol: string;
  readonly digits: number;
  readonly bidPoints: number;
  readonly askPoints: number;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
};

export type TickListener = (tick: Tick) => void;

/** `ticks`: irregular price changes from a one-second grid. `bars`: one price per symbol and step, for months in seconds. */
export type Pace = { readonly mode: 'ticks' } | { readonly mode: 'bars'; readonly stepMs: number };

/** Prices as a function of market time only: wall time enters through whoever calls `advance`. */
export interface Market {
  readonly symbols: readonly string[];
  /** Time up to which prices are known. */
  now(): Date;
  /** Emits every tick in (now, to], in time order. Going back is ignored. */
  advance(to: Date): void;
  /** Last price, also while the symbol's market is closed. */
  quote(symbol: string): Tick | undefined;
  on(event: 'tick', listener: TickListener): () => void;
  /** Recorded prices have one pace and ignore this. */
  setPace(pace: Pace): void;
}

/** Exact text of a price in points. */
export function formatPoints(points: number, digits: number): string {
  const sign = points < 0 ? '-' : '';
  const text = String(Math.abs(points)).padStart(digits + 1, '0');
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

export class TickBus {
  readonly #listeners = new Set<TickListener>();
  readonly #last = new Map<string, Tick>();

  /** A price before the first tick: known, but nobody is told. */
  seed(tick: Tick): void {
    this.#last.set(tick.symbol, tick);
  }

  emit(tick: Tick): void {
    this.#last.set(tick.symbol, tick);
    for (const listener of this.#listeners) listener(tick);
  }

  last(symbol: string): Tick | undefined {
    return this.#last.get(symbol);
  }

  on(listener: TickListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
