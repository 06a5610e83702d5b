import { type BookStore, Books, memoryStore } from '../../books';
import { type FaultOptions, FaultPlan } from '../../faults';
import { type Listening, listen } from '../../host';
import { type CallOut, type EmulatorClock, type EmulatorRng, realCallOut, realSleep, type Sleep } from '../../runtime';
import { errorReply, serveApi } from './api';
import {
  actorsOf,
  type OpenAccount,
  type OpenedAccount,
  openAccount,
  runControl,
  type StripeActors,
  type StripeTruth,
  truthOf,
} from './control';
import { StripeFault } from './errors';
import { IdempotencyKeys } from './idempotency';
import { servePage } from './pages';
import { tick } from './payouts';
import { type Account, createWorld, type Scope, scopeOf, type World } from './world';

export type StripeEmulatorOptions = {
  readonly clock: EmulatorClock;
  readonly rng: EmulatorRng;
  readonly faults?: FaultOptions;
  readonly store?: BookStore;
  readonly sleep?: Sleep;
  /** How webhooks leave; real HTTP by default. */
  readonly callOut?: CallOut;
  /** Where the hosted pages live; set by `listen`. */
  readonly siteUrl?: string;
  readonly searchLagSeconds?: number;
  /** Stripe's least life of a session is 30 minutes. */
  readonly minExpirySeconds?: number;
  /** Asked of control and truth calls that come over HTTP. */
  readonly controlToken?: string;
};

export type StripeEmulator = {
  readonly faults: FaultPlan;
  handle(request: Request): Promise<Response>;
  openAccount(input?: OpenAccount): OpenedAccount;
  /** By account id or secret key. */
  as(account: string): StripeActors;
  truth(account: string): StripeTruth;
  /** Lets due things happen and sends due webhooks; returns how many were sent. */
  pump(): Promise<number>;
  readonly webhooksWaiting: number;
  snapshot(): string;
  restore(snapshot: string): void;
  listen(options?: { port?: number }): Promise<Listening>;
};

export function createStripeEmulator(options: StripeEmulatorOptions): StripeEmulator {
  const faults = new FaultPlan(options.rng, options.faults);
  const books = new Books(options.store ?? memoryStore());
  const world = worldOf(options, faults, books);
  const keys = new IdempotencyKeys(books.table('stripe.idempotency'), world.now);
  let hosting = false;
  const kick = () => {
    if (hosting) setImmediate(() => void world.webhooks.pump().catch(() => undefined));
  };
  const accountOf = (named: string): Account => {
    const account = world.tables.account
      .values()
      .find((candidate) => candidate.id === named || candidate.secretKey === named);
    if (!account) throw new Error(`no account ${named}`);
    return account;
  };
  const afterwards = async (scope: Scope): Promise<void> => {
    if (scope.flags.callBeforeReply && !world.webhooks.busy) await world.webhooks.pump();
    kick();
  };

  const handle = async (request: Request): Promise<Response> => {
    tick(world);
    const { pathname } = new URL(request.url);
    try {
      if (pathname.startsWith('/__')) return await control(pathname, request);
      const page = await servePage(world, request, pathname);
      if (page) return page;
      return await serveApi(world, keys, request, afterwards);
    } finally {
      books.flush();
      kick();
    }
  };

  const control = async (pathname: string, request: Request): Promise<Response> => {
    if (options.controlToken && request.headers.get('x-control-token') !== options.controlToken) {
      return errorReply(401, { message: 'control token missing or wrong' });
    }
    const action = pathname === '/__truth' ? 'truth' : pathname.replace('/__control/', '');
    const account = new URL(request.url).searchParams.get('account');
    const body = request.method === 'POST' ? ((await request.json()) as Record<string, unknown>) : {};
    try {
      return Response.json(runControl(world, action, { ...(account ? { account } : {}), ...body }));
    } catch (error) {
      return errorReply(error instanceof StripeFault ? error.status : 400, {
        message: error instanceof Error ? error.message : String(error),
      });
    }
  };

  const pump = (): Promise<number> => {
    tick(world);
    books.flush();
    return world.webhooks.pump();
  };

  return {
    faults,
    handle,
    openAccount: (input) => openAccount(world, input),
    as: (account) => actorsOf(world, accountOf(account)),
    truth: (account) => truthOf(scopeOf(world, accountOf(account))),
    pump,
    get webhooksWaiting() {
      return world.webhooks.waiting;
    },
    snapshot: () => books.snapshot(),
    restore: (snapshot) => books.restore(snapshot),
    listen: async (at) => {
      const listening = await listen(handle, at);
      world.site.url = listening.url;
      hosting = true;
      const timer = setInterval(() => void pump().catch(() => undefined), 500);
      return {
        ...listening,
        close: async () => {
          clearInterval(timer);
          hosting = false;
          await listening.close();
        },
      };
    },
  };
}

function worldOf(options: StripeEmulatorOptions, faults: FaultPlan, books: Books): World {
  const { clock, rng, sleep = realSleep, callOut = realCallOut } = options;
  return createWorld(
    { clock, rng, faults, books, sleep, callOut },
    {
      searchLagSeconds: options.searchLagSeconds ?? 60,
      siteUrl: options.siteUrl ?? 'https://checkout.stripe.test',
      minExpirySeconds: options.minExpirySeconds ?? 30 * 60,
    },
  );
}
