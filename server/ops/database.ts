import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type DatabaseUrls, databaseUrls } from '@/db/migrate';
import { startEmbeddedPostgres } from './embedded-postgres';
import { dataFolder } from './secrets';

export type OpenDatabase = { urls: DatabaseUrls; isEmbedded: boolean; ended: Promise<void>; stop(): Promise<void> };

const runningFile = (folder: string) => join(folder, 'database.json');

async function ensureDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.toString();
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The database of this install: DATABASE_URL when set (its owner's URL), else an embedded PostgreSQL under the data folder. */
export async function openDatabase(onLog: (line: string) => void = () => undefined): Promise<OpenDatabase> {
  const configured = process.env.DATABASE_OWNER_URL ?? process.env.DATABASE_URL;
  if (configured) {
    return {
      urls: databaseUrls(configured),
      isEmbedded: false,
      ended: new Promise(() => undefined),
      stop: async () => undefined,
    };
  }
  const folder = dataFolder();
  const server = await startEmbeddedPostgres({
    dataDir: join(folder, 'postgres'),
    port: Number(process.env.DATABASE_PORT ?? 54_329),
    onLog,
  });
  const ownerUrl = await ensureDatabase(server.url, 'brokerage_os');
  writeFileSync(runningFile(folder), JSON.stringify({ ownerUrl }), { mode: 0o600 });
  return {
    urls: databaseUrls(ownerUrl),
    isEmbedded: true,
    ended: server.ended,
    stop: async () => {
      rmSync(runningFile(folder), { force: true });
      await server.stop();
    },
  };
}

/** For commands beside a running install: its database when it runs, else one started for the time of the command. */
export async function withDatabase<T>(run: (urls: DatabaseUrls) => Promise<T>): Promise<T> {
  const file = runningFile(dataFolder());
  if (!process.env.DATABASE_URL && !process.env.DATABASE_OWNER_URL && existsSync(file)) {
    const { ownerUrl } = JSON.parse(readFileSync(file, 'utf8')) as { ownerUrl: string }; // written above
    if (await answers(ownerUrl)) return run(databaseUrls(ownerUrl));
  }
  const database = await openDatabase();
  try {
    return await run(database.urls);
  } finally {
    await database.stop();
  }
}
