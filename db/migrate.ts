import { createHmac } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as runMigrations } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';

const folder = path.join(process.cwd(), 'db');
const migrationLock = 727_001;

export type DatabaseUrls = {
  /** Owner of the schema; only migrations and backups use it. */
  ownerUrl: string;
  /** Row level security applies; what web and worker use for tenants. */
  appUrl: string;
  /** BYPASSRLS; relay, sealer and platform console only. */
  platformUrl: string;
};

/** Passwords of the two login roles follow from the owner's, so that nothing else has to be stored or carried. */
function roleUrl(ownerUrl: string, role: string): string {
  const url = new URL(ownerUrl);
  url.password = createHmac('sha256', decodeURIComponent(url.password) || 'local')
    .update(role)
    .digest('hex');
  url.username = role;
  return url.toString();
}

export function databaseUrls(ownerUrl: string): DatabaseUrls {
  return { ownerUrl, appUrl: roleUrl(ownerUrl, 'bos_app'), platformUrl: roleUrl(ownerUrl, 'bos_platform') };
}

async function runRepeatable(client: pg.Client, from: string, to: string): Promise<void> {
  const files = (await readdir(path.join(folder, 'repeatable'))).filter((file) => file >= from && file < to).sort();
  for (const file of files) await client.query(await readFile(path.join(folder, 'repeatable', file), 'utf8'));
}

/**
 * Brings a database to the current schema: roles, numbered migrations, then the repeatable scripts (row level security
 * from the catalogue, functions). Safe to run again and from several processes at once.
 */
export async function migrate(ownerUrl: string, database?: string): Promise<DatabaseUrls> {
  const target = new URL(ownerUrl);
  if (database) target.pathname = `/${database}`;
  const urls = databaseUrls(target.toString());
  const client = new pg.Client({ connectionString: urls.ownerUrl });
  client.on('error', () => undefined); // a server that goes away fails the statement in flight; that error is the one to show
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await client.query("set lock_timeout = '5s'");
    await withRoleRetry(() => runRepeatable(client, '10', '30'));
    await refuseOtherHistory(client);
    await runMigrations(drizzle(client), { migrationsFolder: path.join(folder, 'migrations') });
    await withRoleRetry(() => runRepeatable(client, '30', '99'));
    for (const role of ['bos_app', 'bos_platform'] as const) {
      const password = new URL(role === 'bos_app' ? urls.appUrl : urls.platformUrl).password;
      await withRoleRetry(() => client.query(`alter role ${role} password '${password}'`));
    }
  } finally {
    await client.query('select pg_advisory_unlock($1)', [migrationLock]).catch(() => undefined);
    await client.end();
  }
  return urls;
}

/** Until the first release the migrations are squashed now and then; tables of an earlier squash cannot be carried over. */
async function refuseOtherHistory(client: pg.Client): Promise<void> {
  const journal = JSON.parse(await readFile(path.join(folder, 'migrations/meta/_journal.json'), 'utf8')) as {
    entries: { when: number }[];
  }; // written by drizzle-kit
  const { rows: present } = await client.query(`select to_regclass('drizzle.__drizzle_migrations') as name`);
  if (present[0]?.name === null) return;
  const { rows } = await client.query('select created_at::text as at from drizzle.__drizzle_migrations');
  const known = new Set(journal.entries.map(({ when }) => String(when)));
  if (rows.some(({ at }) => !known.has(at)))
    throw new Error(
      'This database was made by another version of the product, from before its first release, and its tables cannot be carried over. Keep it aside or delete it (of the demo: the data folder), then start again.',
    );
}

/** Roles are shared by all databases of a cluster: two migrations side by side can meet on one catalogue row. */
async function withRoleRetry(run: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await run();
      return;
    } catch (error) {
      const isRace = error instanceof Error && /tuple concurrently updated/.test(error.message);
      if (!isRace || attempt === 10) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50 * attempt));
    }
  }
}
