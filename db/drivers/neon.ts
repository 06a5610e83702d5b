import { neonConfig, Pool } from '@neondatabase/serverless';
import { drizzle } from 'drizzle-orm/neon-serverless';
import type { Connection, Database, Db, PoolOptions } from '../client';

/** Neon over WebSocket: interactive transactions where there is no TCP. Sends are not coalesced: that costs 1 ms a statement. */
export function connectNeon(url: string, options: PoolOptions = {}): Database {
  neonConfig.coalesceWrites = false;
  const pool = new Pool({ connectionString: url, max: options.max ?? 10 });
  pool.on('error', (error: Error) => options.onIdleError?.(error));
  return {
    kind: 'neon',
    async acquire(): Promise<Connection> {
      const client = await pool.connect();
      return {
        // The builders share PgDatabase; only the driver's result type differs, and repositories read rows alone.
        db: drizzle(client, { casing: 'snake_case' }) as unknown as Db,
        query: ({ text, name }, values = []) => client.query({ text, ...(name ? { name } : {}), values: [...values] }),
        release: (error) => client.release(error),
      };
    },
    end: () => pool.end(),
  };
}
