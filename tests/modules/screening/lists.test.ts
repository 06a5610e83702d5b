import path from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { connectPlatform, type PlatformDatabase } from '@/db/platform-client';
import { hashList, listLists, type StoredList, storeList } from '@/server/modules/screening';
import type { ListEntry } from '@/server/modules/screening/lists';
import { loadLists } from '@/server/ops/screening-lists';
import { asJob, type TestTenant, testTenant } from '@/tests/support/house';
import { asOwner } from '@/tests/support/owner';
import { listed } from '@/tests/support/screening-lists';
import { sharedData } from '@/tests/support/shared-data';

const at = new Date('2026-10-05T06:00:00Z');
const many = (count: number, change = '') =>
  Array.from({ length: count }, (_, i) => listed(`${9000 + i}`, [`Person${change} Number ${i}`]));

async function withPlatform<T>(tenant: TestTenant, run: (platform: PlatformDatabase) => Promise<T>): Promise<T> {
  const platform = await connectPlatform(tenant.platformUrl);
  try {
    return await run(platform);
  } finally {
    await platform.end();
  }
}

describe('published lists', () => {
  const store = (tenant: TestTenant, entries: ListEntry[], accept = false): Promise<StoredList> =>
    withPlatform(tenant, async (platform) => {
      const list = await hashList({ source: 'ofac_consolidated', publishedAt: null, entries, problems: [] });
      return platform.transaction(({ db }) => storeList(db, list, at, { accept }));
    });
  const inForce = async (tenant: TestTenant) =>
    (await listLists(asJob(tenant), {})).find((one) => one.source === 'ofac_consolidated' && one.state === 'in_force');

  it('one version is in force; the same again changes nothing; one that shrinks waits for a person', async () => {
    const tenant = await testTenant();
    const first = await store(tenant, many(40), true);
    expect(first.state).toBe('in_force');
    expect((await store(tenant, many(40))).state).toBe('unchanged');
    const held = await store(tenant, many(20));
    expect(held).toMatchObject({ state: 'held', heldBecause: 'many_entries_gone' });
    expect(await inForce(tenant)).toMatchObject({ version: first.version, entries: 40 });
    const accepted = await store(tenant, many(20), true);
    expect(await inForce(tenant)).toMatchObject({ version: accepted.version, entries: 20 });
    const changed = await store(tenant, many(20, 'a'));
    expect(changed.state).toBe('in_force');
    const kept = await asOwner(tenant, (query) =>
      query(`select distinct version from screening_entry where source = 'ofac_consolidated'`),
    );
    expect(kept.rows.map(({ version }) => version).sort()).toEqual([accepted.version, changed.version].sort());
  });

  it('tenants read them and cannot write them', async () => {
    const tenant = await testTenant();
    await store(tenant, many(3), true);
    const connection = await tenant.database.acquire();
    const write = connection.query({ text: `delete from screening_list` });
    await expect(write).rejects.toThrow(/permission denied/);
    connection.release(new Error('a statement of it was refused'));
  });

  const folder = sharedData('screening');
  test.skipIf(folder === null)('a folder of published files: the real UN list goes into force whole', async () => {
    const tenant = await testTenant();
    const stored = await withPlatform(tenant, (platform) =>
      loadLists(platform, path.join(folder ?? '', 'un'), { now: at, accept: true }),
    );
    expect(stored).toMatchObject([{ source: 'un_consolidated', entries: 1003, heldBecause: null }]);
    // Other tests of this database screen against a list of two.
    await withPlatform(tenant, async (platform) => {
      const list = await hashList({ source: 'un_consolidated', publishedAt: null, entries: many(2), problems: [] });
      return platform.transaction(({ db }) => storeList(db, list, at, { accept: true }));
    });
  });
});
