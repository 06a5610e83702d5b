import { AsyncLocalStorage } from 'node:async_hooks';
import type { Connection, Database } from '@/db/client';
import type { Rng } from '@/server/kernel/clock';
import { PlatformFailure, type TradingPlatformPort } from '@/server/modules/trading/ports';

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

/** One process's time on earth: after its death nothing it awaits comes back, and nobody hears what it still says. */
export class Life {
  readonly died: Promise<'died'>;
  isOver = false;
  #end: (word: 'died') => void = () => undefined;
  #boundaries = 0;

  /** Dies at the n-th boundary it comes to: a transaction about to begin, a call about to leave or just answered. */
  constructor(readonly diesAt: number) {
    this.died = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  async boundary(): Promise<void> {
    if (this.isOver) return never();
    this.#boundaries += 1;
    if (this.#boundaries !== this.diesAt) return;
    this.isOver = true;
    this.#end('died');
    return never();
  }
}

const immortal = new Life(Number.POSITIVE_INFINITY);
// Bound to the call chain: what a dead process had started in parallel must not go on in the next one's name.
const lives = new AsyncLocalStorage<Life>();
const life = (): Life => lives.getStore() ?? immortal;

/** Runs a deed in a process that may die of it. */
export const live = <T>(mine: Life, deed: () => Promise<T>): Promise<T | 'died'> =>
  Promise.race([lives.run(mine, deed), mine.died]);

type Mishap = 'refused' | 'outage' | 'lost' | null;

/** What happens to calls and processes, chosen by the seed; `rest` ends it, so that the house can be seen to recover. */
export class Chance {
  isCalm = false;
  readonly seen: Record<string, number> = {};
  constructor(
    private readonly rng: Rng,
    private readonly rates = { mishap: 0.12, death: 0.2, duplicate: 0.15 },
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

  mishap(): Mishap {
    if (this.isCalm || !this.roll(this.rates.mishap)) return null;
    return this.note(this.pick(['refused', 'outage', 'lost', 'lost'] as const));
  }

  life(): Life {
    if (this.isCalm || !this.roll(this.rates.death)) return immortal;
    return new Life(this.between(1, 6));
  }

  isTwice(): boolean {
    return !this.isCalm && this.roll(this.rates.duplicate) && this.note('twice') !== null;
  }

  note<T extends string>(word: T): T {
    this.seen[word] = (this.seen[word] ?? 0) + 1;
    return word;
  }
}

const broken = (sent: boolean): Error => Object.assign(new Error('the connection broke'), { sent });

/** HTTP between an adapter and its vendor: refused before it left, answered by a dead proxy, or done and never heard of. */
export function wire(chance: Chance, vendor: (request: Request) => Promise<Response>) {
  return async (request: Request): Promise<Response> => {
    const mine = life();
    await mine.boundary();
    const mishap = chance.mishap();
    if (mishap === 'refused') throw broken(false);
    if (mishap === 'outage') return new Response('upstream', { status: 503 });
    const answer = await vendor(request);
    await mine.boundary();
    if (mishap === 'lost') throw broken(true);
    return answer;
  };
}

/** The same for a platform's session, where a break is an error of the port. */
export function shaky(chance: Chance, port: TradingPlatformPort): TradingPlatformPort {
  const failure = (outcomeKnown: boolean) =>
    new PlatformFailure({
      code: outcomeKnown ? 'unavailable' : 'timeout',
      retryable: true,
      outcomeKnown,
      raw: { text: 'simulated' },
    });
  return new Proxy(port, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      if (['operationTag', 'dealCursorAt', 'capabilities', 'close'].includes(String(name))) return value.bind(target);
      return async (...args: unknown[]) => {
        const mine = life();
        await mine.boundary();
        const mishap = chance.mishap();
        if (mishap === 'refused' || mishap === 'outage') throw failure(true);
        const answer: unknown = await value.apply(target, args);
        await mine.boundary();
        if (mishap === 'lost') throw failure(false);
        return answer;
      };
    },
  });
}

/** A dead process begins no transaction. One under way ends as the database decides. */
export function mortal(database: Database): Database {
  return {
    kind: database.kind,
    async acquire(): Promise<Connection> {
      await life().boundary();
      return database.acquire();
    },
    end: () => database.end(),
  };
}
