import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '@/server/ops/embedded-postgres';
import { removeCluster } from '@/server/ops/postgres-cluster';
import { isOwned, stopOrphan } from '@/server/ops/postgres-orphan';
import { startNeonRelay } from './neon-relay';

const prefix = 'brokerage-os-test-';
export const templateName = 'bos_template';

/** One throw-away cluster per run, migrated once; `testDatabase()` clones it. A preset TEST_DATABASE_URL names a server to use instead. */
export default async function setUp(): Promise<() => Promise<void>> {
  const preset = process.env.TEST_DATABASE_URL;
  if (preset) {
    await buildTemplate(preset);
    const stopRelay = await relayWhenAsked(preset);
    return async () => {
      await stopRelay();
      await dropClones(preset);
    };
  }
  await sweep();
  const folder = mkdtempSync(join(tmpdir(), prefix));
  chmodSync(folder, 0o755);
  const log: string[] = [];
  const server = await startEmbeddedPostgres({
    dataDir: join(folder, 'data'),
    durable: false,
    onLog: (line) => {
      log.push(line);
      if (log.length > 50) log.shift();
    },
  });
  let isStopping = false;
  void server.ended.then(() => {
    if (!isStopping) console.error(`The test database ended by itself:\n${log.join('\n')}`);
  });
  process.env.TEST_DATABASE_URL = server.url;
  let stopRelay = async () => {};
  const tearDown = async () => {
    isStopping = true;
    await stopRelay();
    await server.stop();
    delete process.env.TEST_DATABASE_URL;
    removeCluster(join(folder, 'data'));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await buildTemplate(server.url);
    stopRelay = await relayWhenAsked(server.url);
  } catch (error) {
    await tearDown();
    throw error;
  }
  return tearDown;
}

/** DATABASE_DRIVER=neon runs the same tests over Neon's driver. */
async function relayWhenAsked(adminUrl: string): Promise<() => Promise<void>> {
  if (process.env.DATABASE_DRIVER !== 'neon') return async () => {};
  const relay = await startNeonRelay(Number(new URL(adminUrl).port || 5432));
  process.env.TEST_NEON_RELAY_PORT = String(relay.port);
  return async () => {
    console.log(`${relay.connections()} connections went through the Neon relay`);
    await relay.stop();
  };
}

async function buildTemplate(adminUrl: string): Promise<void> {
  await dropClones(adminUrl);
  await execute(adminUrl, `create database ${templateName}`);
  const { migrate } = await import('@/db/migrate');
  await migrate(adminUrl, templateName);
  // A template somebody is connected to cannot be cloned.
  await execute(adminUrl, `alter database ${templateName} with is_template true allow_connections false`);
}

async function dropClones(adminUrl: string): Promise<void> {
  await execute(adminUrl, `update pg_database set datistemplate = false where datname = '${templateName}'`);
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query(`select datname from pg_database where datname ~ '^bos_(test_|template$)'`);
    for (const { datname } of rows) await client.query(`drop database if exists "${datname}" with (force)`);
  } finally {
    await client.end();
  }
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Clusters of test runs that were killed. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(tmpdir(), name);
    const dataDir = join(folder, 'data');
    const isYoung = Date.now() - statSync(folder).mtimeMs < 3_600_000;
    if (isOwned(dataDir) || (isYoung && !existsSync(`${dataDir}.owner`))) continue;
    await stopOrphan(dataDir, (line) => console.warn(line)).catch(() => undefined);
    removeCluster(dataDir);
    rmSync(folder, { recursive: true, force: true });
  }
}
