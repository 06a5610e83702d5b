import { beforeAll, describe, expect, it } from 'vitest';
import { testConnection } from '@/jobs/connection-health';
import type { Id } from '@/server/kernel/ids';
import { changeConnection, createConnection, listConnections } from '@/server/modules/tenancy';
import { listWork } from '@/server/modules/work';
import { type Brokerage, testBrokerage } from '../../support/brokerage';

describe('is the vendor there', () => {
  let house: Brokerage;
  beforeAll(async () => {
    house = await testBrokerage();
  });

  const rowOf = async (id: Id<'connection'>) => {
    const row = (await listConnections(house.job, {})).rows.find((one) => one.id === id);
    if (!row) throw new Error('no such connection');
    return row;
  };
  const ask = async (id: Id<'connection'>) => {
    await testConnection(house.job, house.tenant.id, await rowOf(id));
    return rowOf(id);
  };
  const work = async () =>
    (await listWork(house.administrator, { view: 'all', kinds: ['connection_down'] })).rows
      .filter(({ state }) => state !== 'closed')
      .map(({ object }) => object.id);

  it('up: says when and how long it took', async () => {
    for (const { id } of (await listConnections(house.job, {})).rows) {
      const row = await ask(id);
      expect(row).toMatchObject({ lastError: null, lastOkAt: expect.any(Date), lastCheckMs: expect.any(Number) });
    }
    expect(await work()).toEqual([]);
  });

  async function another(secretKey: string, port?: number) {
    const right = (await rowOf(house.connectionId)).config;
    const made = await createConnection(house.administrator, {
      port: 'psp',
      vendor: 'stripe',
      name: 'Second cards',
      config: { ...right, ...(port ? { 'endpoint.port': port } : {}) },
      secrets: { secretKey, 'webhookSecrets.0': 'whsec_test0123456789abcdef' },
    });
    return made.id;
  }

  it('wrong key: says so, raises work, and is over when the key is right', async () => {
    const id = await another('sk_test_wrong0000000000000000');
    const row = await ask(id);
    expect(row.lastOkAt).toBeNull();
    expect(row.lastError).toMatch(/key/i);
    expect(await work()).toEqual([id]);
    await changeConnection(house.administrator, { connectionId: id, secrets: { secretKey: house.account.secretKey } });
    // A port is kept for some seconds after its settings were last read.
    await expect.poll(async () => (await ask(id)).lastError, { timeout: 20_000, interval: 1_500 }).toBeNull();
    expect(await work()).toEqual([]);
  });

  it('down: says that nobody answers', async () => {
    process.env.OUTBOUND_ALLOW = `${process.env.OUTBOUND_ALLOW},127.0.0.1:9`;
    const row = await ask(await another(house.account.secretKey, 9));
    expect(row.lastError).toMatch(/refused|connect|unreachable/i);
    expect(row.lastErrorAt).toBeInstanceOf(Date);
  });
});
