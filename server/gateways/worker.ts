import { createServer } from 'node:http';
import { hostname } from 'node:os';
import { sql } from 'drizzle-orm';
import { connectPlatform, type PlatformDatabase } from '@/db/platform-client';
import { createEngine, type Engine } from '@/jobs/engine';
import { installJobHouse, type TenantEntry } from '@/jobs/house';
import { systemClock, systemRng } from '@/server/kernel/clock';
import { idFromUuid } from '@/server/kernel/ids';
import type { Log } from '@/server/kernel/log';
import { type House, house as openHouse } from '@/server/transports/composition';
import { tellFigures } from './figures';
import { gateways } from './gateways';
import { takeLease } from './lease';
import { hintsOf, sendHints } from './live-hints';
import { type Loop, startLoop } from './loop';
import { relayOnce, type SendEvents } from './outbox-relay';
import { type OnSealed, sealAll } from './sealer';

/** Fixed id of the platform's own tenant (db/repeatable): leases of the whole deployment belong to it. */
const platformTenant = '00000000-0000-7000-8000-000000000001';
const holder = `${hostname()}/${process.pid}`;
const leaseSeconds = 15;

const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
};

/** The embedded engine, unless an Inngest server is configured: then nothing of ours starts. */
async function startEngine(appUrl: string, log: Log): Promise<Engine | null> {
  if (process.env.INNGEST_BASE_URL || process.env.INNGEST_EVENT_API_BASE_URL) return null;
  const engine = createEngine({
    databaseUrl: required('DATABASE_PLATFORM_URL'),
    appUrl,
    eventKey: required('INNGEST_EVENT_KEY'),
    signingKey: required('INNGEST_SIGNING_KEY'),
    port: Number(process.env.ENGINE_PORT ?? 0),
    log: (level, message) =>
      level === 'error' ? log.error('engine', new Error(message), { message }) : log[level]('engine', { message }),
  });
  process.env.INNGEST_BASE_URL = await engine.listen();
  process.env.INNGEST_DEV = '0';
  return engine;
}

async function listTenants(platform: PlatformDatabase): Promise<TenantEntry[]> {
  return platform.transaction(async ({ db }) => {
    const { rows } = await db.execute<{
      id: string;
      slug: string;
      name: string;
      organisation_id: string;
      environment: string;
    }>(
      sql`select id, slug, name, organisation_id, environment from tenant where status <> 'closed' order by created_at`,
    );
    return rows.map(({ organisation_id, ...row }) => ({
      ...row,
      organisationId: idFromUuid('organisation', organisation_id),
    }));
  });
}

type Turn = (signal: AbortSignal) => Promise<number>;
type TrailDeps = {
  readonly platform: PlatformDatabase;
  readonly house: House;
  readonly send: SendEvents;
  readonly poke: (name: string) => void;
};

/** Events leave the outbox, audit entries enter the sealed log, and screens hear that something changed. */
function startTrailLoops(loop: (name: string, turn: Turn) => void, { platform, house, send, poke }: TrailDeps): void {
  loop('relay', async () => {
    const name = { tenantId: platformTenant, kind: 'relay', key: 'outbox' };
    const lease = await takeLease(platform, systemClock, name, holder, leaseSeconds);
    if (!lease) return 1_000;
    const sent = await relayOnce(platform, systemClock, house.log, send);
    // Screens hear of a change when its entry is sealed; a second of rest would be a second of waiting.
    if (sent > 0) poke('sealer');
    return sent > 0 ? 5 : 50;
  });
  const tellScreens: OnSealed = (tenantId, entries) =>
    sendHints(platform, tenantId, hintsOf(entries), systemClock.now().getTime());
  loop('sealer', async () => ((await sealAll(platform, systemClock, house.keys, tellScreens)) > 0 ? 100 : 1_000));
}

export async function startWorker() {
  const port = Number(process.env.WORKER_PORT ?? 3_901);
  const appUrl = `http://127.0.0.1:${port}/api/inngest`;
  const house = await openHouse();
  const platform = await connectPlatform(required('DATABASE_PLATFORM_URL'));
  const engine = await startEngine(appUrl, house.log);
  const loops = new Map<string, Loop>();
  const seen = new Map<string, number>();
  const ctx = (tenantId: string, job: string, idempotencyKey?: string) => ({
    ...house,
    clock: systemClock,
    rng: systemRng,
    tenant: { id: tenantId },
    credential: { kind: 'job' as const, name: job },
    request: { id: crypto.randomUUID() },
    poke: () => loops.get('relay')?.poke(),
    ...(idempotencyKey ? { idempotencyKey } : {}),
  });
  installJobHouse({ ctx, tenants: () => listTenants(platform) });
  // The SDK reads its environment when it is loaded, so it is loaded after the engine has an address.
  const [{ inngest }, { functions }, { serve }] = await Promise.all([
    import('@/jobs/client'),
    import('@/jobs'),
    import('inngest/node'),
  ]);
  const handler = serve({ client: inngest, functions, servePath: '/api/inngest' });
  const server = createServer((request, response) => {
    if (request.url === '/health') {
      const ages = Object.fromEntries([...seen].map(([name, at]) => [name, Math.round(performance.now() - at)]));
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ status: 'ok', jobs: engine ? 'embedded' : 'inngest', gateways: ages }));
      return;
    }
    if (request.url === '/figures' || request.url === '/metrics') {
      void tellFigures(response, request.url, { platform, log: house.log, hasEngine: engine !== null });
      return;
    }
    void handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await engine?.start();

  const loop = (name: string, turn: Turn) =>
    loops.set(
      name,
      startLoop(name, house.log, async (signal) => {
        const pause = await turn(signal);
        seen.set(name, performance.now());
        return pause;
      }),
    );
  startTrailLoops(loop, {
    platform,
    house,
    send: async (events) => void (await inngest.send(events)),
    poke: (name) => loops.get(name)?.poke(),
  });
  for (const gateway of gateways) loop(gateway.name, gateway.turn({ platform, house, ctx, holder }));

  return {
    port: (server.address() as { port: number }).port, // a TCP server that listens
    stop: async () => {
      await Promise.all([...loops.values()].map((each) => each.stop()));
      await engine?.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await Promise.all([platform.end(), house.database.end()]);
    },
  };
}

if (process.argv[1]?.endsWith('worker.ts')) {
  const worker = await startWorker();
  process.send?.('ready');
  const stop = () => void worker.stop().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
