import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, lstatSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/server/ops/embedded-postgres';
import { removeCluster } from '@/server/ops/postgres-cluster';

let folder: string;
let dataDir: string;
let running: EmbeddedPostgres[];
let log: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'embedded-postgres-'));
  chmodSync(folder, 0o755);
  dataDir = join(folder, 'cluster');
  running = [];
  log = [];
});

afterEach(async () => {
  for (const server of running) await server.stop();
  removeCluster(dataDir);
  rmSync(folder, { recursive: true, force: true });
});

async function start(options: { port?: number; durable?: boolean } = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, onLog: (line) => log.push(line), ...options });
  running.push(server);
  return server;
}

async function query(url: string, ...statements: string[]): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const setting = async (url: string, name: string) => (await query(url, `show ${name}`))[0]?.[name];

/** A process of its own that starts the cluster and waits, to be killed. */
async function startInAnotherProcess(): Promise<{ parent: ChildProcess; url: string; pid: number }> {
  const script = `import { startEmbeddedPostgres } from './server/ops/embedded-postgres.ts';
    const server = await startEmbeddedPostgres({ dataDir: process.env.CLUSTER });
    console.log(JSON.stringify({ url: server.url, pid: server.pid }));
    setInterval(() => undefined, 1000);`;
  const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    env: { ...process.env, CLUSTER: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface(parent.stdout), 'line');
  return { parent, ...JSON.parse(String(line)) };
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test('listens on loopback only, with a password nobody else can read, in UTC, with bounded idle transactions', async () => {
  const server = await start();
  expect(await setting(server.url, 'listen_addresses')).toBe('127.0.0.1');
  expect(await setting(server.url, 'unix_socket_directories')).toBe('');
  expect(await setting(server.url, 'TimeZone')).toBe('UTC');
  expect(await setting(server.url, 'idle_in_transaction_session_timeout')).toBe('5s');
  expect(await setting(server.url, 'max_connections')).toBe('200');
  expect(await setting(server.url, 'fsync')).toBe('on');
  expect(statSync(`${dataDir}.password`).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(dataDir, 'pg_hba.conf'), 'utf8').match(/\b(trust|password|md5)$/m)).toBeNull();
  const wrong = new URL(server.url);
  wrong.password = 'wrong';
  await expect(query(wrong.toString(), 'select 1')).rejects.toMatchObject({ code: '28P01' });
});

test('a database that may be thrown away skips the disk', async () => {
  const server = await start({ durable: false });
  for (const name of ['fsync', 'full_page_writes', 'synchronous_commit']) {
    expect(await setting(server.url, name)).toBe('off');
  }
});

test('committed rows survive kill -9 of the server', async () => {
  const server = await start();
  await query(server.url, 'create table kept (id int)', 'insert into kept select generate_series(1, 1000)');
  process.kill(server.pid, 'SIGKILL');
  await server.ended;
  const again = await start();
  expect(await query(again.url, 'select count(*)::int as rows from kept')).toEqual([{ rows: 1000 }]);
});

test('a server whose parent was killed is stopped and the data taken over', async () => {
  const first = await startInAnotherProcess();
  await query(first.url, 'create table kept (id int)', 'insert into kept values (1)');
  first.parent.kill('SIGKILL');
  await once(first.parent, 'exit');
  expect(isAlive(first.pid)).toBe(true);
  const server = await start();
  expect(isAlive(first.pid)).toBe(false);
  expect(await query(server.url, 'select id from kept')).toEqual([{ id: 1 }]);
});

test('a folder whose owner runs is refused with the reason, and its server left alone', async () => {
  const first = await startInAnotherProcess();
  try {
    await expect(start()).rejects.toThrow(`in use by process ${first.parent.pid}`);
    expect(await query(first.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  } finally {
    process.kill(first.pid, 'SIGINT');
    while (isAlive(first.pid)) await sleep(20);
    first.parent.kill('SIGKILL');
  }
});

test('a pid file whose number belongs to a stranger does not block the start', async () => {
  const server = await start();
  process.kill(server.pid, 'SIGKILL');
  await server.ended;
  const pidFile = join(dataDir, 'postmaster.pid');
  // Of the server's own account: what another account runs, the server knows for a stranger by itself.
  const { uid, gid } = statSync(dataDir);
  const stranger = spawn('sleep', ['60'], { uid, gid });
  try {
    const rest = readFileSync(pidFile, 'utf8').split('\n').slice(1);
    writeFileSync(pidFile, [String(stranger.pid), ...rest].join('\n'));
    const again = await start();
    expect(await query(again.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(isAlive(stranger.pid ?? 0)).toBe(true);
  } finally {
    stranger.kill('SIGKILL');
  }
});

test('a taken port is stepped aside from, and said', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const taken = typeof address === 'object' && address ? address.port : 0;
  try {
    const server = await start({ port: taken });
    expect(server.port).not.toBe(taken);
    expect(log.some((line) => line.includes(`port ${taken} is taken`))).toBe(true);
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  } finally {
    other.close();
  }
});

test('a lost password file is replaced without losing data', async () => {
  const server = await start();
  await query(server.url, 'create table kept (id int)', 'insert into kept values (7)');
  await server.stop();
  rmSync(`${dataDir}.password`);
  const again = await start();
  expect(again.url).not.toBe(server.url);
  expect(await query(again.url, 'select id from kept')).toEqual([{ id: 7 }]);
});

test('stop may be asked twice, ends open sessions and returns when the server is gone already', async () => {
  const server = await start();
  const idle = new Client({ connectionString: server.url });
  const isCut = new Promise<void>((resolve) => idle.on('end', resolve));
  idle.on('error', () => undefined);
  await idle.connect();
  await Promise.all([server.stop(), server.stop()]);
  await isCut;
  expect(isAlive(server.pid)).toBe(false);
  const again = await start();
  process.kill(again.pid, 'SIGKILL');
  await again.ended;
  await again.stop();
});

test('what keeps the server from starting is said', async () => {
  const server = await start();
  await server.stop();
  writeFileSync(join(dataDir, 'postgresql.conf'), 'no_such_setting = 1\n');
  await expect(start()).rejects.toThrow(/no_such_setting/);
});

test('a folder with files of somebody else is not touched', async () => {
  const server = await start();
  await server.stop();
  rmSync(join(dataDir, 'PG_VERSION'));
  await expect(start()).rejects.toThrow(/holds files but no database/);
  expect(existsSync(join(dataDir, 'postgresql.conf'))).toBe(true);
});

test.runIf(process.getuid?.() === 0)(
  'root in a closed home: the data move to where the server may go, and stay found',
  async () => {
    chmodSync(folder, 0o700);
    const server = await start();
    expect(lstatSync(dataDir).isSymbolicLink()).toBe(true);
    await query(server.url, 'create table kept (id int)', 'insert into kept values (3)');
    await server.stop();
    const again = await start();
    expect(again.url).toBe(server.url.replace(String(server.port), String(again.port)));
    expect(await query(again.url, 'select id from kept')).toEqual([{ id: 3 }]);
  },
);
