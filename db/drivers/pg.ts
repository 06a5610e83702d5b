import type { Writable } from 'node:stream';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { Connection, Database, PoolOptions } from '../client';

/** node-postgres with pipelining: BEGIN and enter, leave and COMMIT share a round trip. */
export function connectPg(url: string, options: PoolOptions = {}): Database {
  const pool = new pg.Pool({ connectionString: url, max: options.max ?? 10, pipeline: true } as pg.PoolConfig);
  pool.on('error', (error) => options.onIdleError?.(error));
  return {
    kind: 'pg',
    async acquire(): Promise<Connection> {
      const client = await pool.connect();
      return {
        db: drizzle(client, { casing: 'snake_case' }),
        query: ({ text, name }, values = []) => {
          gather(client);
          return client.query({ text, ...(name ? { name } : {}), values: [...values] });
        },
        release: (error) => client.release(error),
      };
    },
    end: () => pool.end(),
  };
}

/** Statements sent in one tick leave in one write to the socket: pipelining spares the wait, this spares the system calls. */
function gather(client: pg.PoolClient): void {
  const { connection } = client as unknown as { connection: { stream: Writable } }; // pg does not declare its socket
  connection.stream.cork();
  process.nextTick(() => connection.stream.uncork());
}
