import { type Rng, seededRng } from '@/server/kernel/clock';
import { instruments as allInstruments, type Instrument } from './instruments';
import { type Market, type Pace, type Tick, TickBus, type TickListener } from './market';
import { activity, isOpen, spreadFactor } from './sessions';
import { gaussian, streamSeed, VolatilityState } from './volatility';

export type GeneratorOptions = {
  readonly seed: number;
  readonly start: Date;
  readonly instruments?: readonly Instrument[];
  readonly pace?: Pace;
  /** Mid prices to begin from instead of the anchors, so that a restart continues where an earlier run stopped. */
  readonly from?: Readonly<Record<string, number>>;
  /** `always` ignores weekends and breaks, for demonstrations and tests that cannot wait for Monday. */
  readonly calendar?: 'real' | 'always';
};

export interface GeneratedMarket extends Market {
  isOpen(symbol: string, at: Date): boolean;
}

type Line = { readonly of: Instrument; readonly rng: Rng; logPrice: number; readonly own: number; traded: number };

/** An FX week: 120 open hours, 52 weeks. */
const YEAR_MS = 52 * 120 * 3_600_000;
const MONTH_MS = 20 * 24 * 3_600_000;
/** News does not stop at the weekend, but little of it moves the reopening price. */
const CLOSED_SHARE = 0.12;
const TICK_GRID_MS = 1_000;

/**
 * Correlated geometric walks around an anchor. The path depends on the seed, the start and the pace only: how the caller
 * slices `advance` changes nothing, which is what lets a simulation replay.
 */
export class GeneratedPrices implements GeneratedMarket {
  readonly symbols: readonly string[];
  readonly #lines: readonly Line[];
  readonly #kinds: ReadonlyMap<string, Instrument['kind']>;
  readonly #factors: Rng;
  readonly #weather: VolatilityState;
  readonly #bus = new TickBus();
  readonly #always: boolean;
  #pace: Pace;
  #now: number;
  #generated: number;
  #queue: Tick[] = [];

  constructor(options: GeneratorOptions) {
    const { seed, start, instruments = allInstruments } = options;
    this.symbols = instruments.map(({ symbol }) => symbol);
    this.#kinds = new Map(instruments.map(({ symbol, kind }) => [symbol, kind]));
    this.#factors = seededRng(streamSeed(seed, 'factors'));
    this.#now = start.getTime();
    this.#generated = this.#now;
    this.#weather = new VolatilityState(seededRng(streamSeed(seed, 'volatility')), this.symbols, this.#now);
    this.#pace = options.pace ?? { mode: 'ticks' };
    this.#always = options.calendar === 'always';
    this.#lines = instruments.map((of) => ({
      of,
      rng: seededRng(streamSeed(seed, of.symbol)),
      logPrice: Math.log(options.from?.[of.symbol] ?? of.anchor),
      own: Math.sqrt(Math.max(0.05, 1 - of.loadings.reduce((sum, loading) => sum + loading * loading, 0))),
      traded: this.#now,
    }));
    for (const line of this.#lines) this.#bus.seed(this.#price(line, this.#now, 0));
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

  setPace(pace: Pace): void {
    this.#pace = pace;
  }

  isOpen(symbol: string, at: Date): boolean {
    const kind = this.#kinds.get(symbol);
    return kind !== undefined && this.#openAt(kind, at.getTime());
  }

  advance(to: Date): void {
    const until = to.getTime();
    while (this.#generated < until) {
      const next = this.#step();
      this.#emitUntil(Math.min(next, until));
    }
    this.#emitUntil(until);
    this.#now = Math.max(this.#now, until);
  }

  #emitUntil(until: number): void {
    let sent = 0;
    for (const tick of this.#queue) {
      if (tick.at > until) break;
      sent += 1;
      this.#bus.emit(tick);
    }
    if (sent > 0) this.#queue = this.#queue.slice(sent);
  }

  #openAt(kind: Instrument['kind'], ms: number): boolean {
    return this.#always || isOpen(kind, ms);
  }

  /** Generates one step of all symbols and queues its ticks; answers the end of the step. */
  #step(): number {
    const gridMs = this.#pace.mode === 'bars' ? this.#pace.stepMs : TICK_GRID_MS;
    const from = this.#generated;
    const to = (Math.floor(from / gridMs) + 1) * gridMs;
    this.#weather.advance(to);
    const factors = [0, 1, 2, 3].map(() => gaussian(this.#factors));
    const ticks: Tick[] = [];
    for (const line of this.#lines) {
      const tick = this.#move(line, factors, from, to);
      if (tick) ticks.push(tick);
    }
    this.#queue.push(...ticks.sort((a, b) => a.at - b.at));
    this.#generated = to;
    return to;
  }

  #move(line: Line, factors: readonly number[], from: number, to: number): Tick | null {
    const { of, rng } = line;
    const shock = of.loadings.reduce((sum, loading, i) => sum + loading * (factors[i] ?? 0), line.own * gaussian(rng));
    // Every symbol draws the same numbers in every step, open or not, so that a calendar never shifts a stream.
    const [ticked, offset, width] = [rng.next(), rng.next(), rng.next()];
    if (!this.#openAt(of.kind, to)) return null;
    const closedMs = from - line.traded;
    const active = activity(of.kind, to);
    const variance = ((to - from) * active + closedMs * CLOSED_SHARE) / YEAR_MS;
    const sigma = of.annualVolatility * this.#weather.volatility(of.symbol);
    const pull = ((Math.log(of.anchor) - line.logPrice) * (to - from)) / (3 * MONTH_MS);
    line.logPrice += pull + sigma * Math.sqrt(variance) * shock - (sigma * sigma * variance) / 2;
    line.traded = to;
    if (this.#pace.mode === 'bars') return this.#price(line, to, width);
    if (ticked > 1 - Math.exp(-(of.ticksPerSecond * active * (to - from)) / 1000)) return null;
    return this.#price(line, from + 1 + Math.floor(offset * (to - from)), width);
  }

  #price(line: Line, at: number, width: number): Tick {
    const { symbol, digits, kind, spreadPoints } = line.of;
    const mid = Math.exp(line.logPrice) * 10 ** digits;
    const factor = this.#always ? 1 : spreadFactor(kind, at);
    const spread = Math.max(1, Math.round(spreadPoints * factor * this.#weather.spread() * (0.8 + 0.4 * width)));
    const bidPoints = Math.max(1, Math.round(mid - spread / 2));
    return { symbol, digits, bidPoints, askPoints: bidPoints + spread, at };
  }
}

export const createGenerator = (options: GeneratorOptions): GeneratedMarket => new GeneratedPrices(options);
