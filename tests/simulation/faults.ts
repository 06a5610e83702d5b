import { AsyncLocalStorage } from 'node:async_hooks';
import type { Connection, Database } from '@/db/client';
import type { Clock } from '@/server/kernel/clock';
import { PlatformFailure, type TradingPlatformPort } from '@/server/modules/trading/ports';
import type { Chance } from './chance';

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);
/** A sweep passes the same boundary for every row; beyond these they are one place. */
const countedMax = 5;

/** One process's time on earth: after its death nothing it awaits comes back, and nobody hears what it still says. */
export class Life {
  readonly died: Promise<'died'>;
  isOver = false;
  #end: (word: 'died') => void = () => undefined;
  readonly #counts = new Map<string, number>();

  constructor(
    private readonly chance: Chance,
    public deed: string,
  ) {
    this.died = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /** A transaction about to begin, a call about to leave or just answered, a result about to be kept. */
  async boundary(point: string): Promise<void> {
    if (this.isOver) return never();
    const count = Math.min((this.#counts.get(point) ?? 0) + 1, countedMax);
    this.#counts.set(point, count);
    if (!this.chance.isFatal(`${this.deed} > ${point} ${count}`)) return;
    this.isOver = true;
    this.chance.note('died');
    this.#end('died');
    return never();
  }
}

// Bound to the call chain: what a dead process had started in parallel must not go on in the next one's name.
const lives = new AsyncLocalStorage<Life>();
const pass = async (point: string): Promise<void> => lives.getStore()?.boundary(point);

/** A deed of milliseconds that takes this long waits for somebody who is dead. */
const hangsAfterMs = 90_000;

/** Runs a deed in a process that may die of it. */
export async function live<T>(mine: Life, deed: () => Promise<T>): Promise<T | 'died'> {
  let timer: NodeJS.Timeout | undefined;
  const hung = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${mine.deed} never came back`)), hangsAfterMs);
  });
  try {
    return await Promise.race([lives.run(mine, deed), mine.died, hung]);
  } finally {
    clearTimeout(timer);
  }
}

/** What left us and was not heard of again may still arrive: within this, which is less than any grace of a look-up. */
const lateMaxMs = 40_000;

/** Calls that have left and not arrived yet, by the time of their arrival. */
export class Stragglers {
  readonly #waiting: { readonly at: number; readonly deed: () => Promise<unknown> }[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly chance: Chance,
  ) {}

  send(deed: () => Promise<unknown>): void {
    this.#waiting.push({ at: this.clock.now().getTime() + this.chance.between(5_000, lateMaxMs), deed });
  }

  next(until: number): { readonly at: number; readonly deed: () => Promise<unknown> } | null {
    const [first] = this.#waiting.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
    if (!first) return null;
    this.#waiting.splice(this.#waiting.indexOf(first), 1);
    return first;
  }
}

const broken = (sent: boolean): Error => Object.assign(new Error('the connection broke'), { sent });

const readMenu = ['refused', 'outage', 'lost'] as const;
const writeMenu = ['lost', 'late', 'refused', 'repeated', 'outage', 'garbled'] as const;
const platformMenu = ['lost', 'late', 'refused'] as const;
/** Where money moves more breaks; an application is many calls, and all of them begin anew with each that breaks. */
const rateOf = { read: 0.08, paper: 0.12, money: 0.5 };

/** Path without the names of single things, so that one kind of call is one place. */
const placeOf = (request: Request): string =>
  `${request.method} ${new URL(request.url).pathname
    .split('/')
    .map((part) => (/\d|^-/.test(part) && !/^v\d$/.test(part) ? ':id' : part))
    .join('/')}`;

type Vendor = (request: Request) => Promise<Response>;
export type Trouble = { readonly chance: Chance; readonly stragglers: Stragglers };

/**
 * HTTP between an adapter and its vendor: refused before it left; answered by a dead proxy or with rubbish; done and never heard
 * of; arrived later than anybody waited; carried twice.
 */
export function wire({ chance, stragglers }: Trouble, name: string, vendor: Vendor): Vendor {
  return async (request) => {
    const place = `${name} ${placeOf(request)}`;
    const isRead = request.method === 'GET';
    await pass(`before ${place}`);
    const mishap = isRead
      ? chance.mishap(place, readMenu, rateOf.read)
      : chance.mishap(place, writeMenu, name === 'sumsub' ? rateOf.paper : rateOf.money);
    if (mishap === 'refused') throw broken(false);
    if (mishap === 'outage') return new Response('upstream', { status: 503 });
    if (mishap === 'late') {
      stragglers.send(() => vendor(request));
      throw broken(true);
    }
    if (mishap === 'repeated') await vendor(request.clone());
    const answer = await vendor(request);
    await pass(`after ${place}`);
    if (mishap === 'lost') throw broken(true);
    return mishap === 'garbled' ? new Response('<html>', { status: 200 }) : answer;
  };
}

/** What the port says without a word to the platform. */
const offline = ['operationTag', 'dealCursorAt', 'capabilities', 'close'];
const platformWrites = ['balanceOperation', 'createAccount', 'setGroup', 'setLeverage', 'setRights'];

const failure = (outcomeKnown: boolean) =>
  new PlatformFailure({
    code: outcomeKnown ? 'unavailable' : 'timeout',
    retryable: true,
    outcomeKnown,
    raw: { text: 'simulated' },
  });

/** The same for a platform's session, where a break is an error of the port. */
export function shaky({ chance, stragglers }: Trouble, port: TradingPlatformPort): TradingPlatformPort {
  return new Proxy(port, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      if (offline.includes(String(name))) return value.bind(target);
      const place = `mt5 ${String(name)}`;
      const isWrite = platformWrites.includes(String(name));
      return async (...args: unknown[]) => {
        const call = async (): Promise<unknown> => value.apply(target, args);
        await pass(`before ${place}`);
        const mishap = isWrite
          ? chance.mishap(place, platformMenu, rateOf.money)
          : chance.mishap(place, ['refused', 'lost'], rateOf.read);
        if (mishap === 'refused') throw failure(true);
        if (mishap === 'late') {
          // Whoever waits for a platform's answer knows nothing; a creation that is refused then is no news to anybody.
          stragglers.send(() => call().catch(() => undefined));
          throw failure(false);
        }
        const answer = await call();
        await pass(`after ${place}`);
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
      await pass('transaction');
      return database.acquire();
    },
    end: () => database.end(),
  };
}

export const keeping = (): Promise<void> => pass('keep');
