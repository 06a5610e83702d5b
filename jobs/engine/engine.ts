import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Pool } from 'pg';
import { openDatabase } from './database';
import { sweep } from './housekeeping';
import { nodeFetch } from './node-fetch';
import { openRegistry } from './registry';
import { handleRequest, listenOn } from './server';
import { syncApp } from './sync';
import type { Clock, Core, Fetch, Log, Rng } from './types';
import { Worker } from './worker';

export interface EngineOptions {
  /** A role that may create the schema `engine`. */
  databaseUrl?: string;
  pool?: Pool;
  /** Where the app serves its functions, asked at `start()` and by `sync()`. Other apps may register themselves. */
  appUrl?: string;
  eventKey: string;
  signingKey: string;
  host?: string;
  port?: number;
  clock?: Clock;
  rng?: Rng;
  fetch?: Fetch;
  log?: Log;
  /** Calls in flight at once in this process. */
  concurrency?: number;
  /** Store steps one by one inside one call, instead of one call per step. On unless refused. */
  checkpointing?: boolean;
  /** How long ended runs and their events are kept. */
  retentionDays?: number;
}

export interface Engine {
  /** Opens the HTTP API; `address` is what INNGEST_BASE_URL has to say. */
  listen(): Promise<string>;
  readonly address: string | undefined;
  /** Works in the background until `close`: prepares the schema, asks the app for its functions, takes jobs. */
  start(): Promise<void>;
  /** Prepares the schema and asks the app for its functions, once. */
  sync(appUrl?: string): Promise<void>;
  /** Without `start`: runs what is due now, in order, until nothing is. */
  drain(): Promise<number>;
  /** When there will be something to drain. */
  nextDue(): Promise<Date | undefined>;
  /** The HTTP API without a socket. */
  handle(request: Request): Promise<Response>;
  sweep(): Promise<void>;
  /** Waits for steps in hand up to `graceMs` and gives the rest back to the queue. */
  close(options?: { graceMs?: number }): Promise<void>;
}

const systemClock: Clock = { now: () => new Date() };
const systemRng: Rng = { next: Math.random, bytes: (length) => randomBytes(length) };
const silent: Log = () => undefined;
const refreshMs = 5_000;
const sweepMs = 60_000;
const poolSize = 12;
const concurrencyDefault = 32;

function assemble(options: EngineOptions): { core: Core; worker: Worker } {
  const log = options.log ?? silent;
  const clock = options.clock ?? systemClock;
  const db = openDatabase({ databaseUrl: options.databaseUrl, pool: options.pool, poolSize, log });
  const core: Core = {
    db,
    registry: openRegistry(db, clock),
    clock,
    rng: options.rng ?? systemRng,
    fetch: options.fetch ?? nodeFetch,
    keys: { event: options.eventKey, signing: options.signingKey },
    log,
    checkpointing: options.checkpointing ?? true,
    poke: () => worker.poke(),
  };
  const worker = new Worker(core, options.concurrency ?? concurrencyDefault);
  return { core, worker };
}

export function createEngine(options: EngineOptions): Engine {
  const { core, worker } = assemble(options);
  const { db, registry, log } = core;
  const timers: NodeJS.Timeout[] = [];
  let prepared: Promise<void> | undefined;
  let server: Server | undefined;
  let isClosing = false;

  const prepare = () =>
    (prepared ??= db
      .migrate()
      .then(() => registry.refresh())
      .catch((error) => {
        prepared = undefined;
        throw error;
      }));
  const every = (ms: number, work: () => Promise<void>) =>
    timers.push(
      setInterval(
        () => void work().catch((error) => log('warn', 'maintenance failed', { error: String(error) })),
        ms,
      ).unref(),
    );

  async function sync(appUrl = options.appUrl): Promise<void> {
    await prepare();
    if (appUrl) await syncApp(core, appUrl);
  }

  /** The app may start after us. */
  async function syncUntilDone(delayMs: number): Promise<void> {
    try {
      await sync();
    } catch (error) {
      if (isClosing) return;
      log('info', 'the app is not there yet', { error: String(error) });
      timers.push(setTimeout(() => void syncUntilDone(Math.min(delayMs * 2, 10_000)), delayMs).unref());
    }
  }

  async function start(): Promise<void> {
    await prepare();
    await worker.start();
    every(refreshMs, registry.refresh);
    every(sweepMs, () => sweep(core, options.retentionDays ?? 30));
    await syncUntilDone(250);
  }

  async function listen(): Promise<string> {
    await prepare();
    const host = options.host ?? '127.0.0.1';
    server = await listenOn(core, host, options.port ?? 0);
    return addressOf(server, host) ?? '';
  }

  async function close({ graceMs = 5_000 } = {}): Promise<void> {
    isClosing = true;
    for (const timer of timers) clearInterval(timer);
    await worker.stop(graceMs);
    await new Promise<void>((resolve) => {
      if (!server) return resolve();
      server.close(() => resolve());
      server.closeAllConnections();
    });
    await db.close();
  }

  return {
    listen,
    get address() {
      return server && addressOf(server, options.host ?? '127.0.0.1');
    },
    start,
    sync,
    drain: async () => {
      await prepare();
      await registry.refresh();
      return worker.drain();
    },
    nextDue: () => prepare().then(() => worker.nextDue()),
    handle: (request) => prepare().then(() => handleRequest(core, request)),
    sweep: () => prepare().then(() => sweep(core, options.retentionDays ?? 30)),
    close,
  };
}

function addressOf(server: Server, host: string): string | undefined {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') return undefined;
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}
