import { connectDatabase, type Database } from '@/db/client';
import { buildPorts } from '@/server/adapters/registry';
import { systemClock, systemRng } from '@/server/kernel/clock';
import type { Ctx } from '@/server/kernel/context';
import { fromBase64Url, toBytes } from '@/server/kernel/encoding';
import { type KeyRing, localKeyRing } from '@/server/kernel/keys';
import { createLog, type Log, type LogSink } from '@/server/kernel/log';
import type { Ports } from '@/server/kernel/ports';

export type House = {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly log: Log;
  readonly ports: Ports;
};

// The console and not stdout: an edge runtime has only the first.
const jsonLine: LogSink = (level, event, fields) =>
  console.log(
    JSON.stringify({ level, event, ...fields }, (_key, value) => (typeof value === 'bigint' ? `${value}` : value)),
  );

// Next bundles routes, pages and instrumentation apart from each other: one process, several copies of this module.
const shared = globalThis as typeof globalThis & { bosHouse?: Promise<House> | undefined; bosLogSink?: LogSink };

/** What lives as long as the process: pool, keys, ports. Contexts are made per request. */
export function house(): Promise<House> {
  shared.bosHouse ??= build().catch((error: unknown) => {
    shared.bosHouse = undefined;
    throw error;
  });
  return shared.bosHouse;
}

/** instrumentation.ts plugs in pino here. */
export function plugLogSink(sink: LogSink): void {
  shared.bosLogSink = sink;
}

async function build(): Promise<House> {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL is not set: it names the database as the role bos_app');
  const log = createLog((level, event, fields) => (shared.bosLogSink ?? jsonLine)(level, event, fields));
  const [database, keys] = await Promise.all([
    connectDatabase(url, { onIdleError: (error) => log.error('database_idle', error) }),
    localKeyRing(keySecret(process.env.KEY_ENCRYPTION_SECRET)),
  ]);
  await refuseStrongRole(database);
  return { database, keys, log, ports: buildPorts({ database, keys, log, clock: systemClock, rng: systemRng }) };
}

/** 32 random bytes as base64url, hex or a long passphrase: what counts is that there are at least 32 of them. */
export function keySecret(text: string | undefined): Uint8Array {
  if (!text) throw new Error('KEY_ENCRYPTION_SECRET is not set');
  return /^[\w-]{43}$/.test(text) ? fromBase64Url(text) : toBytes(text);
}

/** A role that bypasses row level security would make every forgotten WHERE a leak between tenants. */
async function refuseStrongRole(database: Database): Promise<void> {
  const connection = await database.acquire();
  const { rows } = await connection.query({
    text: 'select rolsuper or rolbypassrls as strong from pg_roles where rolname = current_user',
  });
  connection.release();
  if (rows[0]?.strong !== false) throw new Error('DATABASE_URL names a role that bypasses row level security');
}

export async function ctxOf(caller: Pick<Ctx, 'tenant' | 'credential' | 'request'>): Promise<Ctx> {
  const { database, keys, log, ports } = await house();
  return { database, keys, log, ports, clock: systemClock, rng: systemRng, ...caller };
}
