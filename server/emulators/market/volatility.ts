import type { Rng } from '@/server/kernel/clock';

const HOUR = 3_600_000;

/** Standard normal by Box and Muller; the second value is thrown away so that every call uses the same number of draws. */
export function gaussian(rng: Rng): number {
  const u = Math.max(rng.next(), 1e-12);
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * rng.next());
}

/** FNV-1a of a name, so that each symbol has a stream of its own whatever others do. */
export function streamSeed(seed: number, name: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (const char of name) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}

// Calm, normal, stressed: how much moves, how wide spreads are, and how long it lasts on average.
const regimes = [
  { volatility: 0.7, spread: 0.9, meanMs: 60 * HOUR },
  { volatility: 1, spread: 1, meanMs: 110 * HOUR },
  { volatility: 2, spread: 1.9, meanMs: 7 * HOUR },
] as const;

/**
 * Volatility that clusters: a market-wide regime that jumps, times a slow mean-reverting part of each symbol (log-normal,
 * half-life about a day). Both are stepped in fixed slots, so that ticks and bars see the same weather.
 */
export class VolatilityState {
  #regime = 1;
  #slot: number;
  readonly #log = new Map<string, number>();

  constructor(
    private readonly rng: Rng,
    private readonly symbols: readonly string[],
    start: number,
    private readonly slotMs = 300_000,
  ) {
    this.#slot = Math.floor(start / slotMs);
  }

  advance(ms: number): void {
    const target = Math.floor(ms / this.slotMs);
    while (this.#slot < target) {
      this.#slot += 1;
      this.#step();
    }
  }

  volatility(symbol: string): number {
    return (regimes[this.#regime]?.volatility ?? 1) * Math.exp(this.#log.get(symbol) ?? 0);
  }

  spread(): number {
    return regimes[this.#regime]?.spread ?? 1;
  }

  #step(): void {
    const jump = this.rng.next();
    const direction = this.rng.next();
    if (jump < 1 - Math.exp(-this.slotMs / (regimes[this.#regime]?.meanMs ?? HOUR))) {
      this.#regime = this.#regime === 1 ? (direction < 0.6 ? 0 : 2) : 1;
    }
    const decay = Math.exp((-Math.LN2 * this.slotMs) / (24 * HOUR));
    const shock = 0.35 * Math.sqrt(1 - decay * decay);
    for (const symbol of this.symbols) {
      this.#log.set(symbol, (this.#log.get(symbol) ?? 0) * decay + shock * gaussian(this.rng));
    }
  }
}
