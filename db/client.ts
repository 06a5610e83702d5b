import type { NodePgDatabase } from 'drizzle-orm/node-postgres';

/** Statement builder bound to one connection. The Neon driver has the same surface, so one type serves both. */
export type Db = NodePgDatabase<Record<string, never>>;

export type QueryText = { readonly text: string; readonly name?: string };

/** One checked-out connection. Statements sent without awaiting travel together where the driver can pipeline. */
export interface Connection {
  readonly db: Db;
  query(
    statement: QueryText,
    values?: readonly unknown[],
  ): Promise<{ rows: Record<string, unknown>[]; command: string }>;
  /** With an error the connection is closed instead of returned to the pool. */
  release(error?: Error): void;
}

export interface Database {
  readonly kind: 'pg' | 'neon';
  acquire(): Promise<Connection>;
  end(): Promise<void>;
}

export type PoolOptions = { readonly max?: number; readonly onIdleError?: (error: Error) => void };

/** Neon has no TCP where the edge runs, so its URLs take the WebSocket driver; everything else takes node-postgres. */
export async function connectDatabase(url: string, options: PoolOptions = {}): Promise<Database> {
  const isNeon = /\.neon\.tech$/.test(new URL(url).hostname) || process.env.DATABASE_DRIVER === 'neon';
  if (isNeon) {
    const { connectNeon } = await import('./drivers/neon');
    return connectNeon(url, options);
  }
  const { connectPg } = await import('./drivers/pg');
  return connectPg(url, options);
}
