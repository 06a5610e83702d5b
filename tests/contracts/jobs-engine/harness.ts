import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inngest, type InngestFunction } from 'inngest';
import { serve } from 'inngest/node';
import { Client } from 'pg';
import { createEngine, type Engine, type EngineOptions } from '@/jobs/engine';
import { manualClock } from '@/server/kernel/clock';
import { serverUrl } from '../../support/postgres';

/** Set to run the behaviours against another engine: it is then real time that passes, and the app syncs by itself. */
const external = process.env.INNGEST_BASE_URL;
export const isExternal = external !== undefined;

export const eventKey = process.env.INNGEST_EVENT_KEY ?? 'test-event-key';
export const signingKey = process.env.INNGEST_SIGNING_KEY ?? `signkey-prod-${'0123456789abcdef'.repeat(4)}`;

/** A database of one's own without our schema; the engine brings its own. */
export async function emptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `bos_test_engine_${randomBytes(6).toString('hex')}`;
  const asAdmin = async (statement: string) => {
    const client = new Client({ connectionString: serverUrl() });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await asAdmin(`create database ${name}`);
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return { url: url.toString(), drop: () => asAdmin(`drop database if exists ${name} with (force)`) };
}

export const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export function connect(baseUrl: string, id = `contract-${randomBytes(4).toString('hex')}`): Inngest {
  return new Inngest({ id, baseUrl, eventKey, signingKey, isDev: false, logger: quiet });
}

export interface App {
  url: string;
  close(): Promise<void>;
}

/** The unmodified SDK behind a real socket. */
export async function serveApp(client: Inngest, functions: InngestFunction.Any[]): Promise<App> {
  const server: Server = createServer(serve({ client, functions }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}/api/inngest`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export interface Harness {
  client: Inngest;
  engine: Engine | undefined;
  databaseUrl: string | undefined;
  appUrl: string;
  /** Lets work and time pass until it is true; false when it is not within `withinS` seconds of the engine's time. */
  until(isTrue: () => boolean, withinS?: number): Promise<boolean>;
  /** Lets this much of the engine's time pass. */
  pass(seconds: number): Promise<void>;
  now(): Date;
  api(method: string, path: string): Promise<{ status: number; body: Record<string, unknown> }>;
  close(): Promise<void>;
}

/** Embedded, on a clock that jumps to the next due job; or the engine of INNGEST_BASE_URL, in real time. */
export async function startHarness(
  functions: (client: Inngest) => InngestFunction.Any[],
  options: Partial<EngineOptions> = {},
): Promise<Harness> {
  if (external) return startExternal(external, functions);
  const clock = manualClock(new Date());
  const database = await emptyDatabase();
  const engine = createEngine({ databaseUrl: database.url, eventKey, signingKey, clock, log: complain, ...options });
  const client = connect(await engine.listen());
  const app = await serveApp(client, functions(client));
  await engine.sync(app.url);

  async function until(isTrue: () => boolean, withinS = 120): Promise<boolean> {
    const end = new Date(clock.now().getTime() + withinS * 1000);
    for (;;) {
      await engine.drain();
      if (isTrue()) return true;
      const next = await engine.nextDue();
      if (!next || next > end) {
        clock.set(end);
        return isTrue();
      }
      if (next > clock.now()) clock.set(next);
    }
  }

  return {
    client,
    engine,
    databaseUrl: database.url,
    appUrl: app.url,
    until,
    pass: async (seconds) => {
      await until(() => false, seconds);
      await engine.drain();
    },
    now: () => clock.now(),
    api: (method, path) => callApi(engine.address ?? '', method, path),
    close: async () => {
      await app.close();
      await engine.close({ graceMs: 0 });
      await database.drop();
    },
  };
}

async function startExternal(baseUrl: string, functions: (client: Inngest) => InngestFunction.Any[]): Promise<Harness> {
  const client = connect(baseUrl);
  const app = await serveApp(client, functions(client));
  const synced = await fetch(app.url, { method: 'PUT' });
  if (!synced.ok) throw new Error(`sync failed: ${synced.status} ${await synced.text()}`);
  const until = (isTrue: () => boolean, withinS = 120) => poll(isTrue, withinS * 1000);
  return {
    client,
    engine: undefined,
    databaseUrl: undefined,
    appUrl: app.url,
    until,
    pass: (seconds) => sleep(seconds * 1000),
    now: () => new Date(),
    api: (method, path) => callApi(baseUrl, method, path),
    close: app.close,
  };
}

export async function poll(isTrue: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean> {
  for (const end = Date.now() + withinMs; Date.now() < end; await sleep(20)) if (await isTrue()) return true;
  return isTrue();
}

export async function callApi(baseUrl: string, method: string, path: string, key = signingKey) {
  const response = await fetch(new URL(path, baseUrl), { method, headers: { authorization: `Bearer ${key}` } });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

export const complain: NonNullable<EngineOptions['log']> = (level, message, facts) => {
  if (level === 'error') console.error(message, facts);
};
