import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { applySchema } from './schema';
import type { Log } from './types';

export type Tx = Pick<pg.PoolClient, 'query'>;

const serializationErrors = new Set(['40P01', '40001']);
const attemptsMax = 8;
const loosePoolSize = 4;

export interface Database {
  query: Tx['query'];
  /** Statements whose loss in a crash costs nothing (claims, heartbeats): they do not wait for the disk. */
  loosely: Tx['query'];
  /** Runs again when Postgres chose it as the victim of a deadlock: `work` must do nothing but statements. */
  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** For work that its job, still in the queue, would repeat. The log keeps its order: what is lost is lost from the end. */
  looseTx<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  migrate(): Promise<void>;
  /** One connection of its own; a lost one is replaced, as the poll covers the gap. */
  listen(channel: string, onMessage: (payload: string) => void): Promise<void>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  databaseUrl?: string | undefined;
  pool?: pg.Pool | undefined;
  poolSize: number;
  log: Log;
}

export function openDatabase(options: DatabaseOptions): Database {
  const { log } = options;
  const isOwn = options.pool === undefined;
  const connection = { connectionString: options.databaseUrl, keepAlive: true };
  const pool = options.pool ?? new pg.Pool({ ...connection, max: options.poolSize });
  const loosePool =
    options.pool ?? new pg.Pool({ ...connection, max: loosePoolSize, options: '-c synchronous_commit=off' });
  const onPoolError = (error: Error) => log('warn', 'an idle engine connection broke', { error: error.message });
  for (const each of new Set([pool, loosePool])) each.on('error', onPoolError);
  let listener: pg.Client | undefined;
  let isClosing = false;

  async function retried<T>(begin: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await once(pool, begin, work);
      } catch (error) {
        if (attempt === attemptsMax || !serializationErrors.has(codeOf(error))) throw error;
        await sleep(attempt * 5);
      }
    }
  }

  async function listen(channel: string, onMessage: (payload: string) => void): Promise<void> {
    const client = new pg.Client({
      ...pool.options,
      connectionString: options.databaseUrl ?? pool.options.connectionString,
    });
    const again = () => {
      if (listener !== client || isClosing) return;
      listener = undefined;
      setTimeout(() => void listen(channel, onMessage).catch(() => undefined), 1000).unref();
    };
    client.on('error', again);
    client.on('end', again);
    client.on('notification', (message) => onMessage(message.payload ?? ''));
    listener = client;
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
    } catch (error) {
      log('warn', 'no LISTEN: the engine polls', { error: String(error) });
      again();
    }
  }

  async function close(): Promise<void> {
    isClosing = true;
    await listener?.end().catch(() => undefined);
    // A pool of our own keeps its listener: `end` resolves before the last sockets are gone, and a server that stops now breaks them.
    if (isOwn) await Promise.all([pool.end(), loosePool.end()]);
    else pool.off('error', onPoolError);
  }

  const tx: Database['tx'] = (work) => retried('begin', work);
  return {
    query: pool.query.bind(pool) as Tx['query'],
    loosely: loosePool.query.bind(loosePool) as Tx['query'],
    tx,
    looseTx: (work) => retried('begin; set local synchronous_commit = off', work),
    migrate: () => tx(applySchema),
    listen,
    close,
  };
}

async function once<T>(pool: pg.Pool, begin: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // Between two statements nobody else listens: a server that dies there would take the process along.
  const onError = (error: Error) => {
    broken = error;
  };
  client.on('error', onError);
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(onError);
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
