import pg from 'pg';
import type { TestDatabase } from './postgres';

type Run = (text: string, values?: unknown[]) => Promise<pg.QueryResult>;

/** Behind the product's back, as the superuser: fixtures, and the tampering that must be found. */
export async function asOwner<T>(database: TestDatabase, run: (query: Run) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  try {
    return await run((text, values) => client.query(text, values));
  } finally {
    await client.end();
  }
}
