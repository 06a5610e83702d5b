import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { isAbsolute } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { findBinaries, proveRunnable, serverEnvironment, serverUser } from './postgres-binaries';
import { type Cluster, initialise, keepPassword, resetPassword, settle } from './postgres-cluster';
import { endProcess, readPostmaster, recordOwner, stopOrphan } from './postgres-orphan';

export interface EmbeddedPostgresOptions {
  /** Absolute. The cluster itself; beside it `<dataDir>.password` (mode 0600) and `<dataDir>.owner` are kept. */
  dataDir: string;
  /** Wished for; another one is taken when somebody listens there. */
  port?: number;
  /** false: no fsync, for databases that are thrown away. */
  durable?: boolean;
  /** Server settings of a bench, such as libraries to load. */
  settings?: Readonly<Record<string, string>>;
  onLog?: (line: string) => void;
}

export interface EmbeddedPostgres {
  /** Superuser, database `postgres`. */
  url: string;
  port: number;
  pid: number;
  /** Settles when the server ends, asked for or not. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

interface Server {
  child: ChildProcess;
  pid: number;
  port: number;
  ended: Promise<void>;
  /** Its log is complete. */
  saidAll(): Promise<unknown>;
  isRunning(): boolean;
}

/** A PostgreSQL of one's own from npm binaries: loopback only, password kept by us, healed after kill -9 of either side. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  if (!isAbsolute(options.dataDir)) throw new Error(`dataDir must be absolute, got ${options.dataDir}`);
  const onLog = options.onLog ?? (() => undefined);
  const isDurable = options.durable ?? true;
  const cluster = settle(options.dataDir, findBinaries(), await serverUser(), onLog);
  await proveRunnable(cluster.binaries, cluster.user);
  await stopOrphan(cluster.home, onLog);
  recordOwner(cluster.home);
  const password = keepPassword(cluster.home);
  await initialise(cluster, password, isDurable);

  const flags = settings(isDurable, options.settings ?? {});
  let server = await launch(cluster, flags, options.port, onLog);
  if (!(await accepts(urlOf(server, password)))) {
    onLog('the kept password does not open this database: setting it anew');
    await stop(server);
    await resetPassword(cluster, password);
    server = await launch(cluster, flags, options.port, onLog);
  }
  let stopping: Promise<void> | undefined;
  return {
    url: urlOf(server, password),
    port: server.port,
    pid: server.pid,
    ended: server.ended,
    stop: () => (stopping ??= stop(server)),
  };
}

const urlOf = (server: Server, password: string) => `postgres://postgres:${password}@127.0.0.1:${server.port}/postgres`;

const settings = (isDurable: boolean, more: Readonly<Record<string, string>>): string[] =>
  Object.entries({
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    idle_in_transaction_session_timeout: '5s',
    max_connections: '200',
    jit: 'off',
    ...(isDurable ? {} : { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }),
    ...more,
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

const attemptsMax = 20;

async function launch(
  cluster: Cluster,
  flags: readonly string[],
  wishedPort: number | undefined,
  onLog: (line: string) => void,
): Promise<Server> {
  let port = wishedPort !== undefined && (await isFree(wishedPort)) ? wishedPort : await freePort();
  if (wishedPort !== undefined && port !== wishedPort) onLog(`port ${wishedPort} is taken, using ${port}`);
  for (let attempt = 1; ; attempt += 1) {
    const log: string[] = [];
    const server = await spawnServer(cluster, flags, port, (line) => {
      log.push(line);
      if (log.length > 200) log.shift();
      onLog(line);
    });
    if (await becomesReady(server, cluster.dataDir)) return server;
    await server.saidAll();
    const text = log.join('\n');
    // Somebody took the port between our look and the server's.
    if (attempt < attemptsMax && /Address already in use|could not create any TCP\/IP sockets/i.test(text))
      port = await freePort();
    // After kill -9 of the server its last children need a moment to notice.
    else if (attempt < attemptsMax && /pre-existing shared memory block/i.test(text)) await sleep(500);
    else throw new Error(`PostgreSQL did not start in ${cluster.dataDir}:\n${text || '(it said nothing)'}`);
  }
}

async function spawnServer(
  cluster: Cluster,
  flags: readonly string[],
  port: number,
  onLine: (line: string) => void,
): Promise<Server> {
  // Its own process group: Ctrl-C in a terminal must not take the database away before those who use it.
  const child = spawn(cluster.binaries.postgres, ['-D', cluster.dataDir, '-p', String(port), ...flags], {
    ...cluster.user,
    cwd: '/',
    detached: true,
    env: serverEnvironment,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let isOver = false;
  const stopAtExit = () => child.kill('SIGINT');
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      isOver = true;
      process.off('exit', stopAtExit);
      resolve();
    };
    child.on('error', (error) => {
      onLine(String(error));
      end();
    });
    child.on('exit', end);
  });
  // Its children hold the pipe too, so it may close later than the server ends, or never.
  const closed = new Promise((resolve) => child.stderr.once('close', resolve));
  const saidAll = () => Promise.race([closed, sleep(500)]);
  process.on('exit', stopAtExit);
  child.stderr.on('data', (chunk: Buffer) => {
    for (const line of chunk.toString().split('\n')) if (line.trim()) onLine(line);
  });
  return { child, pid: child.pid ?? 0, port, ended, saidAll, isRunning: () => !isOver };
}

/** The server's own word in postmaster.pid, not a log line: that is the same in every language and version. */
async function becomesReady(server: Server, dataDir: string): Promise<boolean> {
  while (server.isRunning()) {
    const postmaster = readPostmaster(dataDir);
    if (postmaster?.pid === server.pid && postmaster.status === 'ready') return true;
    await Promise.race([sleep(20), server.ended]);
  }
  return false;
}

async function accepts(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    const isWrongPassword = error instanceof Error && 'code' in error && error.code === '28P01';
    if (isWrongPassword) return false;
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function stop(server: Server): Promise<void> {
  await endProcess(server.pid, server.isRunning);
  server.child.stderr?.destroy();
}

async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
