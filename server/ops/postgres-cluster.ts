import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Binaries, blockedFolder, reason, type ServerUser, serverEnvironment } from './postgres-binaries';
import { isAlive } from './postgres-orphan';

/** Where root keeps clusters of projects that live in a folder closed to the account PostgreSQL runs as (a home of mode 0700). */
const openPlace = '/var/lib/brokerage-os';

export interface Cluster {
  /** What the caller named: the data themselves, or a link to where they had to go. Password and owner are kept beside it. */
  home: string;
  dataDir: string;
  binaries: Binaries;
  user: ServerUser | undefined;
}

/** Decides where data and binaries are run from; moves both to a place the server's account can reach when it must. */
export function settle(
  home: string,
  wanted: Binaries,
  user: ServerUser | undefined,
  onLog: (line: string) => void,
): Cluster {
  mkdirSync(dirname(home), { recursive: true });
  const binaries = blockedFolder(wanted.postgres, user) ? copyBinaries(wanted) : wanted;
  if (existsSync(home)) return { home, user, binaries, dataDir: realpathSync(home) };
  const blocked = blockedFolder(home, user);
  if (!blocked) return { home, user, binaries, dataDir: join(realpathSync(dirname(home)), basename(home)) };
  if (isLink(home)) rmSync(home);
  makeOpenPlace();
  const place = mkdtempSync(join(openPlace, 'data-'));
  chmodSync(place, 0o755);
  const dataDir = join(place, basename(home));
  mkdirSync(dataDir);
  symlinkSync(dataDir, home);
  onLog(`${blocked} is closed to the system user "postgres": the database is kept in ${dataDir}, linked from ${home}`);
  return { home, user, binaries, dataDir };
}

/** Deletes a stopped cluster with everything kept beside it, wherever it had to go. */
export function removeCluster(home: string): void {
  if (isLink(home) && existsSync(home)) rmSync(dirname(realpathSync(home)), { recursive: true, force: true });
  for (const path of [home, `${home}.password`, `${home}.owner`]) rmSync(path, { recursive: true, force: true });
}

function makeOpenPlace(): void {
  mkdirSync(openPlace, { recursive: true });
  chmodSync(openPlace, 0o755);
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

function copyBinaries(binaries: Binaries): Binaries {
  const native = join(dirname(binaries.postgres), '..');
  const version = createHash('sha256').update(readFileSync(binaries.postgres)).digest('hex').slice(0, 12);
  const target = join(openPlace, `postgres-${version}`);
  if (!existsSync(target)) {
    makeOpenPlace();
    const copy = mkdtempSync(`${target}-`);
    chmodSync(copy, 0o755);
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(copy, target);
    } catch (error) {
      rmSync(copy, { recursive: true, force: true });
      if (!existsSync(target)) throw error;
    }
  }
  return {
    postgres: join(target, 'bin', basename(binaries.postgres)),
    initdb: join(target, 'bin', basename(binaries.initdb)),
  };
}

export function keepPassword(home: string): string {
  const file = `${home}.password`;
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const password = randomBytes(24).toString('hex');
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  return password;
}

/** Built beside its place and renamed into it, so that a start cut short leaves no half cluster. */
export async function initialise(cluster: Cluster, password: string, isDurable: boolean): Promise<void> {
  const { dataDir, user } = cluster;
  if (existsSync(join(dataDir, 'PG_VERSION'))) return;
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0) {
    throw new Error(`${dataDir} holds files but no database. Move it away, or name another folder.`);
  }
  removeAbandoned(dataDir);
  const fresh = `${dataDir}.new-${process.pid}`;
  const passwordFile = `${fresh}.password`;
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user) for (const path of [fresh, passwordFile]) chownSync(path, user.uid, user.gid);
  // The builtin provider sorts and folds the same on every system, whatever locales it has.
  const flags = [
    `--pgdata=${fresh}`,
    `--pwfile=${passwordFile}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    ...(isDurable ? [] : ['--no-sync']),
  ];
  try {
    await finish(cluster.binaries.initdb, flags, user);
    renameSync(fresh, dataDir);
  } catch (error) {
    if (!existsSync(join(dataDir, 'PG_VERSION')))
      throw new Error(`PostgreSQL could not make ${dataDir}: ${reason(error)}`);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(fresh, { recursive: true, force: true });
  }
}

function removeAbandoned(dataDir: string): void {
  const prefix = `${basename(dataDir)}.new-`;
  for (const name of readdirSync(dirname(dataDir))) {
    if (!name.startsWith(prefix) || isAlive(Number.parseInt(name.slice(prefix.length), 10))) continue;
    rmSync(join(dirname(dataDir), name), { recursive: true, force: true });
  }
}

/** For a password file that was lost or belongs to another cluster: the server itself, in single-user mode, asks for none. */
export async function resetPassword(cluster: Cluster, password: string): Promise<void> {
  const statement = `alter role postgres password '${password.replaceAll("'", "''")}'\n`;
  await finish(cluster.binaries.postgres, ['--single', '-D', cluster.dataDir, 'postgres'], cluster.user, statement);
}

/** Runs to its end; fails with what was written to standard error, also when it cannot be started at all. */
function finish(file: string, args: string[], user: ServerUser | undefined, input = ''): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...user, cwd: '/', env: serverEnvironment, stdio: ['pipe', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(errors.trim() || `${file} ended with ${code}`)),
    );
  });
}
