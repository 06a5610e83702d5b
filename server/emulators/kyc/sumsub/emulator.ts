import { type BookStore, Books, memoryStore } from '../../books';
import { type FaultOptions, FaultPlan, type FaultRule } from '../../faults';
import { type Listening, listen } from '../../host';
import { type CallOut, type EmulatorClock, type EmulatorRng, realCallOut, realSleep, type Sleep } from '../../runtime';
import { serveApi } from './api';
import { findApplicant, profileOf } from './applicants';
import { servePage } from './pages';
import { decide, tick, type Verdict } from './review';
import {
  type Applicant,
  type Client,
  createWorld,
  emit,
  type Levels,
  standardLevels,
  type Webhook,
  type World,
} from './world';

export type SumsubEmulatorOptions = {
  readonly clock: EmulatorClock;
  readonly rng: EmulatorRng;
  readonly faults?: FaultOptions;
  readonly store?: BookStore;
  readonly sleep?: Sleep;
  readonly callOut?: CallOut;
  readonly siteUrl?: string;
  readonly levels?: Levels;
  /** How long an automatic review takes by the clock. */
  readonly reviewSeconds?: number;
  readonly controlToken?: string;
};

export type OpenClient = {
  readonly appToken?: string;
  readonly secretKey?: string;
  readonly webhooks?: readonly Webhook[];
};

export type SumsubEmulator = {
  readonly faults: FaultPlan;
  handle(request: Request): Promise<Response>;
  openClient(input?: OpenClient): Client;
  addWebhook(client: string, webhook: Webhook): void;
  /** Decides now, also once more: GREEN may become RED later. */
  decide(client: string, applicant: string, verdict: Verdict): void;
  /** Sends the last word about an applicant again. */
  resend(client: string, applicant: string, type?: string): void;
  applicants(client: string): Applicant[];
  pump(): Promise<number>;
  readonly webhooksWaiting: number;
  snapshot(): string;
  restore(snapshot: string): void;
  listen(options?: { port?: number }): Promise<Listening>;
};

export function createSumsubEmulator(options: SumsubEmulatorOptions): SumsubEmulator {
  const faults = new FaultPlan(options.rng, options.faults);
  const books = new Books(options.store ?? memoryStore());
  const world = worldOf(options, faults, books);
  let hosting = false;
  const kick = () => {
    if (hosting) setImmediate(() => void world.webhooks.pump().catch(() => undefined));
  };
  const clientOf = (named: string): Client => {
    const client = world.clients.values().find((candidate) => candidate.id === named || candidate.appToken === named);
    if (!client) throw new Error(`no client ${named}`);
    return client;
  };
  const afterwards = async (): Promise<void> => {
    const early = world.flags.callBeforeReply;
    world.flags.callBeforeReply = false;
    if (early && !world.webhooks.busy) await world.webhooks.pump();
    kick();
  };
  const pump = (): Promise<number> => {
    tick(world);
    books.flush();
    return world.webhooks.pump();
  };
  const emulator: SumsubEmulator = {
    faults,
    handle: async (request) => {
      tick(world);
      const { pathname } = new URL(request.url);
      try {
        if (pathname.startsWith('/__')) return await control(emulator, world, options.controlToken, request, pathname);
        return (await servePage(world, request, pathname)) ?? (await serveApi(world, request, afterwards));
      } finally {
        books.flush();
        kick();
      }
    },
    openClient: (input = {}) => openClient(world, input),
    addWebhook: (named, webhook) => {
      const client = clientOf(named);
      const others = client.webhooks.filter((known) => known.url !== webhook.url);
      world.clients.put(client.id, { ...client, webhooks: [...others, webhook] });
      books.flush();
    },
    decide: (named, id, verdict) => {
      decide(world, findApplicant(world, clientOf(named), id), verdict);
      books.flush();
    },
    resend: (named, id, type = 'applicantReviewed') => {
      emit(world, type, findApplicant(world, clientOf(named), id));
      books.flush();
    },
    applicants: (named) => world.applicants.values().filter((applicant) => applicant.client === clientOf(named).id),
    pump,
    get webhooksWaiting() {
      return world.webhooks.waiting;
    },
    snapshot: () => books.snapshot(),
    restore: (snapshot) => books.restore(snapshot),
    listen: async (at) => {
      const listening = await listen(emulator.handle, at);
      world.site.url = listening.url;
      hosting = true;
      const timer = setInterval(() => void pump().catch(() => undefined), 500);
      const close = async () => {
        clearInterval(timer);
        hosting = false;
        await listening.close();
      };
      return { ...listening, close };
    },
  };
  return emulator;
}

function worldOf(options: SumsubEmulatorOptions, faults: FaultPlan, books: Books): World {
  const { clock, rng, sleep = realSleep, callOut = realCallOut } = options;
  return createWorld(
    { clock, rng, faults, books, sleep, callOut },
    {
      levels: options.levels ?? standardLevels,
      siteUrl: options.siteUrl ?? 'https://in.sumsub.test',
      reviewSeconds: options.reviewSeconds ?? 5,
    },
  );
}

function openClient(world: World, input: OpenClient): Client {
  const known = world.clients.values().find((candidate) => candidate.appToken === input.appToken);
  const client: Client = known ?? {
    id: `client_${world.id(8)}`,
    appToken: input.appToken ?? `sbx:${world.id(32)}`,
    secretKey: input.secretKey ?? world.id(32),
    webhooks: input.webhooks ?? [],
  };
  world.clients.put(client.id, client);
  world.runtime.books.flush();
  return client;
}

/** `POST /__control/<action>` and `GET /__truth`, for whoever drives the demo from outside the process. */
async function control(
  emulator: SumsubEmulator,
  world: World,
  token: string | undefined,
  request: Request,
  pathname: string,
): Promise<Response> {
  if (token && request.headers.get('x-control-token') !== token)
    return Response.json({ message: 'control token missing or wrong' }, { status: 401 });
  const body = request.method === 'POST' ? ((await request.json()) as Record<string, unknown>) : {};
  const named = String(
    body.client ?? new URL(request.url).searchParams.get('client') ?? world.clients.values()[0]?.id ?? '',
  );
  const applicant = String(body.applicant ?? '');
  try {
    switch (pathname) {
      case '/__truth':
        return Response.json({ applicants: emulator.applicants(named).map(profileOf) });
      case '/__control/clients':
        return Response.json(emulator.openClient(body as OpenClient));
      case '/__control/webhooks':
        emulator.addWebhook(named, body.webhook as Webhook);
        return Response.json({ ok: true });
      case '/__control/decide':
        emulator.decide(named, applicant, body.verdict as Verdict);
        return Response.json({ ok: true });
      case '/__control/resend':
        emulator.resend(named, applicant, body.type ? String(body.type) : undefined);
        return Response.json({ ok: true });
      case '/__control/faults':
        if (body.clear === true) emulator.faults.clear();
        for (const rule of (body.rules ?? []) as FaultRule[]) emulator.faults.add(rule);
        return Response.json({ ok: true });
      default:
        return Response.json({ message: `unknown control ${pathname}` }, { status: 404 });
    }
  } catch (error) {
    return Response.json({ message: error instanceof Error ? error.message : String(error) }, { status: 400 });
  }
}
