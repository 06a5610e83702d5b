import type { Rng } from '@/server/kernel/clock';

/** One place where something can go wrong: how often life came by, and what struck there. */
export type Place = { visits: number; readonly struck: Record<string, number> };
export type Coverage = Map<string, Place>;

/** FNV-1a, finished as MurmurHash 3 does: neighbouring texts must not fall on neighbouring numbers. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Out of so many seeds in a row, one kills the process on its first visit to a place. */
const deathEvery = 5;
const rates = { later: 0.02, duplicate: 0.15 };

/** What people do is drawn in order; what breaks hangs on seed, place and visit alone, so that branches may come in any order. */
export class Chance {
  isCalm = false;
  readonly seen: Record<string, number> = {};
  readonly coverage: Coverage = new Map();

  constructor(
    private readonly seed: number,
    private readonly rng: Rng,
  ) {}

  roll(probability: number): boolean {
    return this.rng.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.rng.next() * items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  between(from: number, to: number): number {
    return from + Math.floor(this.rng.next() * (to - from + 1));
  }

  isTwice(): boolean {
    return !this.isCalm && this.roll(rates.duplicate) && this.note('twice') !== null;
  }

  /** What of the menu strikes this call, each in its turn, beginning elsewhere with every seed. */
  mishap<M extends string>(name: string, menu: readonly M[], rate: number): M | null {
    if (this.isCalm) return null;
    const place = this.#visit(name);
    if (hashOf(`${this.seed}/${name}/${place.visits}`) / 2 ** 32 >= rate) return null;
    const strikes = Object.values(place.struck).reduce((sum, count) => sum + count, 0);
    const word = menu[(hashOf(name) + this.seed + strikes) % menu.length];
    if (word === undefined) return null;
    place.struck[word] = (place.struck[word] ?? 0) + 1;
    return this.note(word);
  }

  isFatal(name: string): boolean {
    if (this.isCalm) return false;
    const place = this.#visit(name);
    const isFirst = place.visits === 1;
    const fatal = isFirst
      ? (hashOf(name) + this.seed) % deathEvery === 0
      : hashOf(`${this.seed}/${name}/${place.visits}`) / 2 ** 32 < rates.later;
    if (fatal) place.struck.death = (place.struck.death ?? 0) + 1;
    return fatal;
  }

  note<T extends string>(word: T): T {
    this.seen[word] = (this.seen[word] ?? 0) + 1;
    return word;
  }

  #visit(name: string): Place {
    const place = this.coverage.get(name) ?? { visits: 0, struck: {} };
    this.coverage.set(name, place);
    place.visits += 1;
    return place;
  }
}

/** What several lives have tried, together. */
export function addUp(sum: Coverage, more: Coverage): void {
  for (const [name, { visits, struck }] of more) {
    const place = sum.get(name) ?? { visits: 0, struck: {} };
    place.visits += visits;
    for (const [word, count] of Object.entries(struck)) place.struck[word] = (place.struck[word] ?? 0) + count;
    sum.set(name, place);
  }
}
