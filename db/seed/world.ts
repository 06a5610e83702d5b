import { join } from 'node:path';
import { connectDatabase, type Database } from '@/db/client';
import { connectPlatform, type PlatformDatabase } from '@/db/platform-client';
import { installJobHouse } from '@/jobs/house';
import { buildPorts } from '@/server/adapters/registry';
import { type Estate, openEstate } from '@/server/emulators/estate';
import { createGenerator } from '@/server/emulators/market/generator';
import type { Market, Tick } from '@/server/emulators/market/market';
import { relayOnce } from '@/server/gateways/outbox-relay';
import { type ManualClock, manualClock, type Rng, seededRng, systemRng } from '@/server/kernel/clock';
import type { Credential, Ctx } from '@/server/kernel/context';
import { type KeyRing, localKeyRing } from '@/server/kernel/keys';
import { createLog } from '@/server/kernel/log';
import type { Ports } from '@/server/kernel/ports';
import { keySecret } from '@/server/transports/composition';
import { receiveWebhook } from '@/server/transports/webhooks';
import { listTenants } from './directory';
import { InlineJobs } from './inline-jobs';
import { withOldPost } from './old-post';
import { quickPasswords } from './quick-passwords';

export type Where = { readonly slug: string } | { readonly id: string };

/** Prices move in half hours: months of them take a second. */
const barMs = 30 * 60_000;
const hourMs = 3_600_000;

const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
};

/** History can be made again; what a crash loses is made anew. */
const hasty = (url: string): string => {
  const quick = new URL(url);
  quick.searchParams.set('options', '-c synchronous_commit=off');
  return quick.toString();
};

/** The whole house in one process on one clock: database, vendors in memory of this process, jobs run in place. */
export class World {
  readonly jobs: InlineJobs;
  commands = 0;
  #hasNews = false;
  /** What happens at fixed times whoever is on the stage, e.g. reading deals. */
  #routines: { everyMs: number; at: number; run: () => Promise<void> }[] = [];

  private constructor(
    readonly clock: ManualClock,
    readonly rng: Rng,
    readonly market: Market,
    private readonly oracle: Market,
    readonly estate: Estate,
    readonly database: Database,
    readonly platform: PlatformDatabase,
    readonly keys: KeyRing,
    readonly ports: Ports,
  ) {
    this.jobs = new InlineJobs(clock);
  }

  static async open(start: Date, end: Date, seed: number): Promise<World> {
    const clock = manualClock(start);
    const prices = { seed, start, pace: { mode: 'bars', stepMs: barMs } } as const;
    const [market, oracle] = [createGenerator(prices), createGenerator(prices)];
    const keys = await localKeyRing(keySecret(process.env.KEY_ENCRYPTION_SECRET));
    const [database, platform] = await Promise.all([
      connectDatabase(hasty(required('DATABASE_URL'))),
      connectPlatform(hasty(required('DATABASE_PLATFORM_URL'))),
    ]);
    let world: World | null = null;
    const estate = await openEstate({
      ...{ clock, rng: systemRng, market, calendar: 'real' },
      folder: join(required('BOS_DATA_DIR'), 'emulators'),
      token: required('EMULATORS_TOKEN'),
      firstPort: Number(required('EMULATORS_PORT')),
      isStepped: true,
      callOut: (url, init) => (world ? world.#takeWebhook(url, init) : Promise.reject(new Error('early'))),
    });
    const plain = buildPorts({ database, keys, log, clock, rng: systemRng });
    const ports = withOldPost({ ...plain, passwords: quickPasswords(plain.passwords) }, clock, end);
    world = new World(clock, seededRng(seed), market, oracle, estate, database, platform, keys, ports);
    const { ctx } = world;
    installJobHouse({
      ctx: (id, name, idempotencyKey) =>
        ctx({ id }, { kind: 'job', name }, idempotencyKey === undefined ? {} : { idempotencyKey }),
      tenants: () => listTenants(platform),
    });
    return world;
  }

  ctx = (tenant: Where, credential: Credential, extra: Partial<Ctx> = {}): Ctx => {
    this.commands += 1;
    return {
      ...{ database: this.database, clock: this.clock, rng: systemRng, log, keys: this.keys, ports: this.ports },
      tenant,
      credential,
      request: { id: crypto.randomUUID(), userAgent: 'demo history' },
      poke: () => {
        this.#hasNews = true;
      },
      ...extra,
    };
  };

  now = (): Date => this.clock.now();

  /** A price of this same market at a later time; each question must be later than the last. */
  foresee(symbol: string, at: Date): Tick | undefined {
    this.oracle.advance(at);
    return this.oracle.quote(symbol);
  }

  every(everyMs: number, run: () => Promise<void>): void {
    this.#routines.push({ everyMs, at: this.now().getTime() + everyMs, run });
  }

  /** Moves the market and the simulated traders with it, a bar at a time, each at a moment of its own within the bar. */
  reach = async (at: Date): Promise<void> => {
    for (;;) {
      const routine = [...this.#routines].sort((a, b) => a.at - b.at)[0];
      const to = Math.min(at.getTime(), routine?.at ?? Number.POSITIVE_INFINITY);
      this.#trade(new Date(to));
      // What fell due on the way (a review, a retry) has happened before the next one acts.
      if (!routine || routine.at > at.getTime()) return this.settle();
      routine.at += routine.everyMs;
      await routine.run();
      await this.settle();
    }
  };

  #trade(to: Date): void {
    for (let bar = Math.floor(this.market.now().getTime() / barMs) + 1; bar * barMs <= to.getTime(); bar += 1) {
      const moment = bar * barMs + Math.floor(this.rng.next() * (barMs - 60_000));
      if (moment > this.now().getTime()) this.clock.set(new Date(Math.min(moment, to.getTime())));
      this.market.advance(new Date(bar * barMs));
    }
    if (to > this.now()) this.clock.set(to);
  }

  /** Webhooks are delivered and jobs run until nobody has anything left to say. */
  settle = async (): Promise<void> => {
    for (let round = 0; round < 200; round += 1) {
      const called = await this.estate.pump();
      const hadNews = this.#hasNews;
      this.#hasNews = false;
      // A batch is whole when it is full: what is left over is news still.
      if (hadNews) this.#hasNews = (await this.#relay()) > 0;
      if (called === 0 && !this.#hasNews) return;
    }
    throw new Error('the house does not come to rest');
  };

  #relay = (): Promise<number> =>
    relayOnce(this.platform, this.clock, log, async (events) => {
      for (const event of events) await this.jobs.handle(event);
    });

  /** What a cron of the house would fan out to a tenant. */
  tick = async (name: string, tenantId: string): Promise<void> => {
    await this.jobs.handle({ name, data: { tenantId } });
    await this.settle();
  };

  async #takeWebhook(url: string, init: { method: string; headers: Record<string, string>; body: string }) {
    const [port = '', connection = ''] = new URL(url).pathname.split('/').slice(3);
    const request = new Request(url, init);
    return receiveWebhook(request, { port, connection }, async ({ tenant, credential, request: facts }) =>
      this.ctx(tenant, credential, { request: facts }),
    );
  }

  async close(): Promise<void> {
    await this.estate.close();
    await Promise.all([this.platform.end(), this.database.end()]);
  }
}

export const hours = (count: number): number => count * hourMs;
export const days = (count: number): number => count * 24 * hourMs;

const log = createLog((level, event, fields) => {
  if (level === 'error') console.error(event, fields);
});
