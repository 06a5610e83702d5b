import { describe, expect, onTestFinished, test } from 'vitest';
import type { ManualClock } from '@/server/kernel/clock';
import type { StoragePort } from '@/server/modules/documents/ports';

export type StorageHarness = { readonly storage: StoragePort; readonly clock: ManualClock; close(): Promise<void> };

const bytes = (text: string) => new TextEncoder().encode(text);

export function storageContract(name: string, open: () => Promise<StorageHarness>): void {
  const opened = async () => {
    const h = await open();
    onTestFinished(() => h.close());
    return h;
  };

  describe(name, () => {
    test('what was put comes back byte for byte; nothing is null; the last put wins', async () => {
      const { storage } = await opened();
      const all = Uint8Array.from({ length: 256 }, (_, i) => i);
      expect(await storage.get('t1/doc/none')).toBeNull();
      await storage.put('t1/doc/a', all, { contentType: 'image/png' });
      expect(await storage.get('t1/doc/a')).toEqual(all);
      await storage.put('t1/doc/a', bytes('second'));
      expect(await storage.get('t1/doc/a')).toEqual(bytes('second'));
      await storage.put('t1/doc/empty', new Uint8Array());
      expect(await storage.get('t1/doc/empty')).toEqual(new Uint8Array());
      await storage.remove('t1/doc/a');
      await storage.remove('t1/doc/a');
      expect(await storage.get('t1/doc/a')).toBeNull();
    });

    test.each([
      '../secret',
      'a/../../b',
      '/etc/passwd',
      '',
      'a//b',
      'a/.hidden',
      'a\\b',
      'a/b ',
      'a/%2e%2e/b',
      'ü',
      'a..b',
      'x'.repeat(513),
    ])('key %j is refused', async (key) => {
      const { storage } = await opened();
      for (const deed of [() => storage.put(key, bytes('x')), () => storage.get(key), () => storage.remove(key)]) {
        await expect(deed()).rejects.toMatchObject({ kind: 'invalid', reason: 'storage_key_invalid' });
      }
    });

    test('a locked object stays until its day', async () => {
      const { storage, clock } = await opened();
      const until = new Date(clock.now().getTime() + 86_400_000);
      await storage.put('audit/checkpoint-1', bytes('signed'), { lockUntil: until });
      await expect(storage.remove('audit/checkpoint-1')).rejects.toMatchObject({ reason: 'storage_object_locked' });
      expect(await storage.get('audit/checkpoint-1')).toEqual(bytes('signed'));
      clock.advance(86_400_001);
      await storage.remove('audit/checkpoint-1');
      expect(await storage.get('audit/checkpoint-1')).toBeNull();
    });
  });
}
