/** Time and chance come from the composition root, so that a simulation can own both. */
export type Clock = { now(): Date };

export type Rng = {
  /** Uniform in [0, 1). */
  next(): number;
  bytes(length: number): Uint8Array;
};

export const systemClock: Clock = { now: () => new Date() };

export const systemRng: Rng = {
  next: () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32,
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
};

/** mulberry32: small, seeded, good enough for demo data and simulation; never for secrets. */
export function seededRng(seed: number): Rng {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return { next, bytes: (length) => Uint8Array.from({ length }, () => Math.floor(next() * 256)) };
}

export type ManualClock = Clock & { set(at: Date): void; advance(ms: number): void };

export function manualClock(start: Date): ManualClock {
  let current = start.getTime();
  return {
    now: () => new Date(current),
    set: (at) => {
      current = at.getTime();
    },
    advance: (ms) => {
      current += ms;
    },
  };
}
