import { instruments } from './instruments';
import { type Market, type Tick, TickBus, type TickListener } from './market';
import { findTickSeries, type RawTick, readTickFile, type TickSeries } from './tick-files';

export type ReplayOptions = {
  readonly dir: string;
  /** One feed per symbol: the first of these that has it. */
  readonly venues?: readonly string[];
  /** Absent: all that the folder has. */
  readonly symbols?: readonly string[];
  /** Absent: the files' own time. Given: a tape that begins then, with pauses above ten minutes cut out, and starts over at its end. */
  readonly startAt?: Date;
};

const PAUSE_MS = 600_000;

/** One symbol's ticks, a day file in memory at a time. */
class Tape {
  readonly digits: number;
  #file = 0;
  #row = 0;
  #rows: RawTick[];
  /** What to add to a file's time to get market time. */
  #shift: number;
  #lastRaw: number;

  constructor(
    readonly series: TickSeries,
    private readonly startAt?: number,
  ) {
    this.digits = instruments.find(({ symbol }) => symbol === series.symbol)?.digits ?? 5;
    this.#rows = this.#load(0);
    this.#lastRaw = this.#rows[0]?.at ?? 0;
    this.#shift = startAt === undefined ? 0 : startAt - this.#lastRaw;
  }

  peek(): Tick | null {
    const row = this.#rows[this.#row];
    if (!row) return null;
    const { symbol } = this.series;
    return {
      symbol,
      digits: this.digits,
      bidPoints: row.bidPoints,
      askPoints: row.askPoints,
      at: row.at + this.#shift,
    };
  }

  next(): void {
    this.#lastRaw = this.#rows[this.#row]?.at ?? this.#lastRaw;
    this.#row += 1;
    while (this.#row >= this.#rows.length) {
      this.#file += 1;
      if (this.#file >= this.series.files.length) {
        if (this.startAt === undefined) return;
        this.#rewind();
      } else this.#rows = this.#load(this.#file);
      this.#row = 0;
    }
    const pause = (this.#rows[this.#row]?.at ?? 0) - this.#lastRaw;
    if (this.startAt !== undefined && pause > PAUSE_MS) this.#shift -= pause - 1_000;
  }

  #rewind(): void {
    this.#file = 0;
    this.#rows = this.#load(0);
    const first = this.#rows[0]?.at ?? 0;
    this.#shift += this.#lastRaw - first + 1_000;
    this.#lastRaw = first;
  }

  #load(index: number): RawTick[] {
    const file = this.series.files[index];
    return file ? readTickFile(file, this.digits) : [];
  }
}

/** Plays recorded ticks. Reading is synchronous: a day file is a few megabytes and `advance` must be finished when it returns. */
export class ReplayedPrices implements Market {
  readonly symbols: readonly string[];
  readonly #tapes: readonly Tape[];
  readonly #bus = new TickBus();
  #now: number;

  constructor(options: ReplayOptions) {
    const all = findTickSeries(options.dir).filter(({ symbol }) => options.symbols?.includes(symbol) ?? true);
    const rank = (venue: string) => {
      const at = (options.venues ?? ['oanda', 'fxcm']).indexOf(venue);
      return at === -1 ? Number.MAX_SAFE_INTEGER : at;
    };
    this.symbols = [...new Set(all.map(({ symbol }) => symbol))].sort();
    this.#tapes = this.symbols.flatMap((symbol) => {
      const [best] = all.filter((series) => series.symbol === symbol).sort((a, b) => rank(a.venue) - rank(b.venue));
      return best ? [new Tape(best, options.startAt?.getTime())] : [];
    });
    for (const tape of this.#tapes) {
      const first = tape.peek();
      if (first) this.#bus.seed(first);
    }
    this.#now = Math.min(...this.#tapes.map((tape) => tape.peek()?.at ?? Number.MAX_SAFE_INTEGER)) - 1;
  }

  now(): Date {
    return new Date(this.#now);
  }

  quote(symbol: string): Tick | undefined {
    return this.#bus.last(symbol);
  }

  on(_event: 'tick', listener: TickListener): () => void {
    return this.#bus.on(listener);
  }

  setPace(): void {
    // Recorded ticks come as they were recorded.
  }

  advance(to: Date): void {
    const until = to.getTime();
    for (;;) {
      let earliest: { tape: Tape; tick: Tick } | undefined;
      for (const tape of this.#tapes) {
        const tick = tape.peek();
        if (tick && tick.at <= until && (!earliest || tick.at < earliest.tick.at)) earliest = { tape, tick };
      }
      if (!earliest) break;
      earliest.tape.next();
      this.#bus.emit(earliest.tick);
    }
    this.#now = Math.max(this.#now, until);
  }
}

export const createReplay = (options: ReplayOptions): Market => new ReplayedPrices(options);
