import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Clock } from '@/server/kernel/clock';
import type { PutOptions, StoragePort } from '@/server/modules/documents/ports';
import { checkKey, objectLocked } from '../keys';
import type { LocalStorageConfig } from './config';

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** A folder. Its locks bind this adapter but not whoever owns the disk, so `canLock` is false. */
export function createLocalStorage(deps: { config: LocalStorageConfig; clock: Clock }): StoragePort {
  const root = resolve(deps.config.folder);
  const pathOf = (key: string) => join(root, 'objects', checkKey(key));
  const lockOf = (key: string) => join(root, 'locks', checkKey(key));

  const refuseLocked = async (key: string): Promise<void> => {
    const until = await readFile(lockOf(key), 'utf8').catch((error: unknown) => {
      if (isMissing(error)) return null;
      throw error;
    });
    if (until && Date.parse(until) > deps.clock.now().getTime()) throw objectLocked();
  };

  return {
    canLock: false,
    put: async (key: string, bytes: Uint8Array, options: PutOptions = {}): Promise<void> => {
      const path = pathOf(key);
      await refuseLocked(key);
      // The lock first: a crash between the two must not leave the object free.
      if (options.lockUntil) await writeWhole(lockOf(key), new TextEncoder().encode(options.lockUntil.toISOString()));
      await writeWhole(path, bytes);
    },
    get: async (key) => {
      try {
        return new Uint8Array(await readFile(pathOf(key)));
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    remove: async (key) => {
      const path = pathOf(key);
      await refuseLocked(key);
      await rm(path, { force: true });
      await rm(lockOf(key), { force: true });
    },
  };
}

/** Readers see the old object or the new one, never a part; it is on the disk before anybody is told. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}~`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
