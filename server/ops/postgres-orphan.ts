import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Postmaster {
  pid: number;
  status: string;
}

/** postmaster.pid: line 1 is the process, line 8 its state ("starting", "ready", "stopping"). */
export function readPostmaster(dataDir: string): Postmaster | undefined {
  try {
    const lines = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    return Number.isInteger(pid) && pid > 0 ? { pid, status: (lines[7] ?? '').trim() } : undefined;
  } catch {
    return undefined;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

const ownerFile = (home: string) => `${home}.owner`;

export function recordOwner(home: string): void {
  writeFileSync(ownerFile(home), `${process.pid}\n`, { mode: 0o600 });
}

/** True while the process that started, or is making, this cluster runs. */
export function isOwned(home: string): boolean {
  const owner = recordedOwner(home);
  return owner !== undefined && isAlive(owner);
}

/** A server outlives a parent that was killed. It is stopped here, unless its parent still runs: then the folder is taken. */
export async function stopOrphan(home: string, onLog: (line: string) => void): Promise<void> {
  if (!existsSync(home)) return;
  const dataDir = realpathSync(home);
  const found = readPostmaster(dataDir);
  if (!found || !isAlive(found.pid)) return;
  if (!commandOf(found.pid).includes(dataDir)) {
    disownPidFile(dataDir);
    return;
  }
  const owner = recordedOwner(home);
  if (owner !== undefined && isAlive(owner) && parentOf(found.pid) === owner) {
    throw new Error(`The database folder ${home} is in use by process ${owner}. Stop that one first.`);
  }
  onLog(`stopping the database server ${found.pid} that an earlier run left behind`);
  await endProcess(found.pid, () => isAlive(found.pid));
}

/**
 * The number in the pid file now belongs to a stranger (usual in containers), which the server takes for a running server.
 * Its parent's number counts as stale for it, and it still checks the shared memory named further down in the file.
 */
function disownPidFile(dataDir: string): void {
  const file = join(dataDir, 'postmaster.pid');
  const lines = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, [String(process.pid), ...lines.slice(1)].join('\n'));
}

/** Fast shutdown, then immediate, then kill. Returns when the process is gone, or after 40 s whatever happens. */
export async function endProcess(pid: number, isRunning: () => boolean): Promise<void> {
  for (const [signal, waitMs] of [
    ['SIGINT', 20_000],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 10_000],
  ] as const) {
    if (!isRunning()) return;
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    for (let waited = 0; waited < waitMs && isRunning(); waited += 20) await sleep(20);
  }
}

function recordedOwner(home: string): number | undefined {
  try {
    return Number(readFileSync(ownerFile(home), 'utf8'));
  } catch {
    return undefined;
  }
}

function commandOf(pid: number): string {
  if (process.platform === 'linux') return readText(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
  return listProcess('command', pid);
}

/** Slim containers have no ps, so Linux is read from /proc. */
function parentOf(pid: number): number {
  if (process.platform !== 'linux') return Number(listProcess('ppid', pid));
  const stat = readText(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function listProcess(column: string, pid: number): string {
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}
