import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { guardedFetch } from '@/server/adapters/http/guarded';
import { createLocalStorage } from '@/server/adapters/storage/local/adapter';
import { createS3Storage } from '@/server/adapters/storage/s3/adapter';
import { S3StorageConfig } from '@/server/adapters/storage/s3/config';
import { createS3Emulator } from '@/server/emulators/storage/s3/emulator';
import { manualClock, seededRng } from '@/server/kernel/clock';
import { storageContract } from '@/tests/contracts/storage';

const start = new Date('2026-03-02T09:00:00Z');

function folder() {
  const path = mkdtempSync(join(tmpdir(), 'storage-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

async function s3(change: Partial<S3StorageConfig> = {}) {
  const clock = manualClock(start);
  const keys = { accessKeyId: 'AKIDEMO', secretAccessKey: 'secret/key+1' };
  const emulator = createS3Emulator({
    clock,
    rng: seededRng(1).next,
    ...keys,
    region: 'eu-central-1',
    buckets: { documents: false, sealed: true },
  });
  const listening = await emulator.listen();
  const config = S3StorageConfig.parse({
    endpoint: listening.url,
    region: 'eu-central-1',
    bucket: 'sealed',
    objectLock: true,
    ...keys,
    ...change,
  });
  const http = guardedFetch({ allow: `127.0.0.1:${listening.port}` });
  return { storage: createS3Storage({ config, http, clock }), clock, emulator, close: () => listening.close() };
}

storageContract('local folder', async () => {
  const { path, remove } = folder();
  const clock = manualClock(start);
  return { storage: createLocalStorage({ config: { folder: path }, clock }), clock, close: async () => remove() };
});
storageContract('S3 with object lock', () => s3());

describe('local folder', () => {
  test('a locked object can not be overwritten, drafts leave nothing behind, keys stay apart', async () => {
    const { path, remove } = folder();
    onTestFinished(remove);
    const clock = manualClock(start);
    const storage = createLocalStorage({ config: { folder: path }, clock });
    await storage.put('a/b', Uint8Array.of(1), { lockUntil: new Date(start.getTime() + 1000) });
    await expect(storage.put('a/b', Uint8Array.of(2))).rejects.toMatchObject({ reason: 'storage_object_locked' });
    await Promise.all(Array.from({ length: 20 }, (_, i) => storage.put('a/race', Uint8Array.of(i))));
    expect((await storage.get('a/race'))?.length).toBe(1);
    expect(readdirSync(join(path, 'objects', 'a')).sort()).toEqual(['b', 'race']);
    expect(storage.canLock).toBe(false);
  });
});

describe('S3', () => {
  test('a lock on a bucket without object lock is refused, not ignored', async () => {
    const { storage, emulator, close } = await s3({ bucket: 'documents', objectLock: false });
    onTestFinished(close);
    const lockUntil = new Date(start.getTime() + 1000);
    await expect(storage.put('k', Uint8Array.of(1), { lockUntil })).rejects.toMatchObject({
      reason: 'storage_can_not_lock',
    });
    expect(emulator.versions('documents', 'k')).toHaveLength(0);
    const misconfigured = await s3({ bucket: 'documents' });
    onTestFinished(misconfigured.close);
    await expect(misconfigured.storage.put('k', Uint8Array.of(1), { lockUntil })).rejects.toMatchObject({
      reason: 'storage_unavailable',
    });
  });

  test('an overwritten locked object keeps its version in the vault', async () => {
    const { storage, emulator, close } = await s3();
    onTestFinished(close);
    await storage.put('k', Uint8Array.of(1), { lockUntil: new Date(start.getTime() + 1000) });
    await storage.put('k', Uint8Array.of(2));
    expect(emulator.versions('sealed', 'k').map((version) => version.bytes[0])).toEqual([1, 2]);
    expect(emulator.versions('sealed', 'k')[0]?.retainUntil).toEqual(new Date(start.getTime() + 1000));
  });

  test('wrong credentials, a skewed clock, a wrong bucket and a broken store are unavailable, never "not there"', async () => {
    const wrongs: Array<Partial<S3StorageConfig>> = [
      { secretAccessKey: 'wrong' },
      { accessKeyId: 'NOBODY' },
      { region: 'us-east-1' },
    ];
    for (const wrong of wrongs) {
      const { storage, close } = await s3(wrong);
      onTestFinished(close);
      await expect(storage.get('k')).rejects.toMatchObject({ kind: 'unavailable' });
      await expect(storage.put('k', Uint8Array.of(1))).rejects.toMatchObject({ kind: 'unavailable' });
    }
    const { storage, emulator, close } = await s3();
    onTestFinished(close);
    emulator.faults.add({ on: 'get', fault: { kind: 'status_before', status: 503 } });
    await expect(storage.get('k')).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
