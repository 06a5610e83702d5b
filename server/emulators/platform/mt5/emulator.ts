import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock, Rng } from '@/server/kernel/clock';
import type { Market, Tick } from '../../market/market';
import { Book, decodeState, type Meta } from './book';
import { Mt5Control } from './control';
import { Catalog, type Core } from './core';
import { defaultGroups } from './groups';
import { rollDays } from './rollover';
import { ServerClock, type ServerZone } from './server-clock';
import { defaultSymbols } from './specs';
import { type Mt5Store, noStore } from './store';
import type { Group, Manager, SymbolSpec } from './types';
import type { LoginRange } from './users';
import { Watch } from './watch';
import { type Fault, Faults } from './wire/faults';
import { Journal } from './wire/journal';
import { TickFeed } from './wire/tick-feed';
import { WebApi } from './wire/web-api';

export type Mt5EmulatorOptions = {
  readonly clock: Clock;
  readonly rng: Rng;
  readonly market: Market;
  readonly store?: Mt5Store;
  readonly faults?: readonly Fault[];
  readonly groups?: readonly Group[];
  readonly symbols?: readonly SymbolSpec[];
  /** New York plus seven hours when absent. */
  readonly zone?: ServerZone;
  /** Logins of this server; numbers of ours are reserved from its upper end by the operator, the server gives out the lower ones. */
  readonly logins?: LoginRange;
  readonly manager?: Partial<Manager>;
  readonly idleCutMs?: number;
  readonly maskCap?: number;
  /** How a slow reply waits; a simulation passes its own. */
  readonly sleep?: (ms: number) => Promise<void>;
};

export type Hosted = { readonly url: string; readonly port: number; close(): Promise<void> };

export interface Mt5Emulator {
  readonly control: Mt5Control;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly manager: Manager;
  /** One connection in memory: the client's end of a byte stream that speaks HTTP/1.1. */
  connect(): Duplex;
  /** 127.0.0.1 only. */
  listen(options?: { port?: number; tls?: { key: string; cert: string } }): Promise<Hosted>;
  /** All of its state, for another process to begin with: `memoryStore(snapshot)` or a file. */
  snapshot(): string;
  close(): Promise<void>;
}

const DAY = 86_400_000;
const LEVELS_EVERY_MS = 60_000;
const newYorkPlusSeven: ServerZone = { iana: 'America/New_York', plusMinutes: 420 };

const sleepFor = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());

export function createMt5Emulator(options: Mt5EmulatorOptions): Mt5Emulator {
  const { clock, rng, market } = options;
  const time = new ServerClock(clock, options.zone ?? newYorkPlusSeven);
  const logins = options.logins ?? { from: 100_000, to: 9_999_999 };
  const book = new Book(freshMeta(options, time, logins), options.store ?? noStore);
  let manager: Manager = { ...defaultManager, apiPassword: book.meta.apiPassword, ...options.manager };
  const catalog = new Catalog(options.groups ?? defaultGroups(), options.symbols ?? defaultSymbols());
  const core: Core = { book, catalog, time, quote: (symbol) => market.quote(symbol), active: new Set() };
  const feed = new TickFeed(1 + Math.floor(rng.next() * 1_000_000_000));
  const faults = new Faults(rng, options.faults);
  const journal = new Journal();
  const { idleCutMs = 180_000, maskCap = 5_000, sleep = sleepFor } = options;
  const api = new WebApi({
    core,
    clock,
    rng,
    faults,
    journal,
    feed,
    logins,
    idleCutMs,
    maskCap,
    sleep,
    manager: () => manager,
  });
  const setManager = (change: Partial<Manager>) => {
    manager = { ...manager, ...change };
    book.setMeta({ apiPassword: manager.apiPassword });
    book.commit();
  };
  const control = new Mt5Control({ core, api, faults, manager: { get: () => manager, set: setManager } });
  for (const symbol of market.symbols) {
    const tick = market.quote(symbol);
    if (tick) feed.add(tick);
  }
  const saveLevels = () => book.setMeta({ levels: levelsOf(market) });
  let savedAt = 0;
  const watch = new Watch(core);
  const stop = market.on('tick', (tick) => {
    if (tick.at - savedAt > LEVELS_EVERY_MS) {
      savedAt = tick.at;
      saveLevels();
    }
    if (catalog.symbols.has(tick.symbol)) live(core, watch, api, feed, control, tick);
  });
  const hosts = new Set<Hosted>();
  return {
    control,
    journal,
    faults,
    get manager() {
      return manager;
    },
    connect: () => api.connect(),
    listen: async (how = {}) => {
      const hosted = await host(api.server(how.tls), how.port ?? 0, how.tls ? 'https' : 'http', () => api.cut());
      hosts.add(hosted);
      return hosted;
    },
    snapshot: () => {
      saveLevels();
      return book.snapshot();
    },
    close: async () => {
      stop();
      api.settle(true);
      saveLevels();
      book.compact();
      for (const hosted of hosts) await hosted.close();
    },
  };
}

const defaultManager: Omit<Manager, 'apiPassword'> = {
  login: 1000,
  groups: '*',
  permissions: ['read', 'accounts', 'accountant', 'trades'],
  allowedIps: null,
};

const freshMeta = ({ manager, rng }: Mt5EmulatorOptions, time: ServerClock, logins: LoginRange): Meta => ({
  nextLogin: logins.from,
  nextTicket: 1_000_001,
  rolledDay: Math.floor(time.wallMs() / DAY),
  apiPassword: manager?.apiPassword ?? Buffer.from(rng.bytes(12)).toString('base64url'),
  traders: [],
  levels: {},
});

function live(core: Core, watch: Watch, api: WebApi, feed: TickFeed, control: Mt5Control, tick: Tick): void {
  feed.add(tick);
  api.settle();
  if (rollDays(core, tick.at)) watch.forget();
  watch.onTick(tick);
  control.stepTraders(tick.at);
  core.book.commit();
}

const levelsOf = (market: Market): Record<string, number> =>
  Object.fromEntries(
    market.symbols.flatMap((symbol) => {
      const tick = market.quote(symbol);
      return tick ? [[symbol, (tick.bidPoints + tick.askPoints) / 2 / 10 ** tick.digits] as const] : [];
    }),
  );

/** Mid prices at the end of an earlier run, also of one that was killed; for `createGenerator({ from })`. */
export function storedLevels(store: Mt5Store): Readonly<Record<string, number>> {
  const { snapshot, lines } = store.load();
  const metas = lines.filter((line) => line.startsWith('{"k":"meta"')).map((line) => decodeState<{ v: Meta }>(line).v);
  return metas.at(-1)?.levels ?? (snapshot ? decodeState<{ meta: Meta }>(snapshot).meta.levels : {});
}

async function host(server: Server, port: number, scheme: string, cut: () => void): Promise<Hosted> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address() as AddressInfo; // A TCP server that listens has an address of this shape.
  return {
    url: `${scheme}://127.0.0.1:${address.port}`,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
        server.closeAllConnections();
      }),
  };
}
