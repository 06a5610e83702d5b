import { beforeAll, describe, expect, it } from 'vitest';
import { createApiKey, listApiKeys, revokeApiKey } from '@/server/modules/access';
import { publicApi } from '@/server/transports/rest/v1';
import { makeCtx } from '../../support/house';
import { asOwner, type Broker, type Home, home, newBroker } from '../../support/people';

describe('the public API', () => {
  let house: Home;
  let broker: Broker;
  let api: ReturnType<typeof publicApi>;
  beforeAll(async () => {
    house = await home();
    broker = await newBroker(house);
    api = publicApi(async (caller) => makeCtx(house.base, { ports: house.ports, ...caller }));
  });
  const get = (path: string, key?: string) =>
    api.fetch(
      new Request(`http://localhost/api/v1${path}`, { headers: key ? { authorization: `Bearer ${key}` } : {} }),
    );

  it('shows a key once, lets it do what its scopes say and nothing more', async () => {
    const { id, key } = await createApiKey(broker.admin, { name: 'reader', scopes: ['read:tenancy.entity.*'] });
    expect(key).toMatch(/^bos_test_[0-9a-z]{26}_[1-9A-HJ-NP-Za-km-z]{40,44}$/);
    const answer = await get('/entities', key);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      data: [{ jurisdiction: 'CY', base_currency: 'EUR' }],
      next_cursor: null,
    });
    const refused = await get('/brands', key);
    expect([refused.status, refused.headers.get('content-type')]).toEqual([403, 'application/problem+json']);
    expect(await refused.json()).toMatchObject({ code: 'grant_missing', status: 403 });
    const stored = await asOwner<{ line: string }>(
      house,
      'select api_key::text as line from api_key where tenant_id = $1',
      [broker.tenantId],
    );
    expect(JSON.stringify(stored)).not.toContain(key.split('_').at(-1));
    await expect
      .poll(async () => (await listApiKeys(broker.admin, {})).rows.find((row) => row.id === id)?.lastUsedAt)
      .toBeInstanceOf(Date);
  });

  it('refuses an idempotency key that cannot be one', async () => {
    const { key } = await createApiKey(broker.admin, { name: 'repeats', scopes: ['read:tenancy.entity.*'] });
    const ask = (idempotencyKey: string) =>
      api.fetch(
        new Request('http://localhost/api/v1/entities', {
          headers: { authorization: `Bearer ${key}`, 'idempotency-key': idempotencyKey },
        }),
      );
    for (const bad of ['short', 'with a space', 'x'.repeat(201), 'schlüssel']) {
      const answer = await ask(bad);
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({ code: 'idempotency_key_invalid', params: { min: 8, max: 200 } });
    }
    expect((await ask('3f6c1f0e-5d0a-4c3e-9f5f-0a9d7c2b1e44')).status).toBe(200);
  });

  it('a revoked, expired, foreign or invented key is one and the same refusal', async () => {
    const { id, key } = await createApiKey(broker.admin, { name: 'gone', scopes: ['read:tenancy.*'] });
    await revokeApiKey(broker.admin, { keyId: id });
    const { key: old } = await createApiKey(broker.admin, {
      name: 'old',
      scopes: ['read:tenancy.*'],
      expiresAt: new Date(Date.now() + 3_600_000),
    });
    await asOwner(
      house,
      `update api_key set expires_at = now() - interval '1 minute' where tenant_id = $1 and name = 'old'`,
      [broker.tenantId],
    );
    const swapped = `${key.slice(0, -1)}${key.endsWith('a') ? 'b' : 'a'}`;
    for (const bad of [key, old, swapped, 'bos_live_nothing', undefined]) {
      const answer = await get('/entities', bad);
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ code: 'api_key_invalid' });
    }
  });

  it('nobody gives a key more than he has, or the right to something not for keys', async () => {
    const ask = (scopes: string[]) => createApiKey(broker.admin, { name: 'greedy', scopes });
    await expect(ask(['payments.withdrawal.approve'])).rejects.toMatchObject({ reason: 'cannot_hand_on' });
    await expect(ask(['*'])).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('one company cannot read another through its key', async () => {
    const other = await newBroker(house);
    const { key } = await createApiKey(other.admin, { name: 'theirs', scopes: ['read:tenancy.*'] });
    const mine = (await (await get('/brands', key)).json()) as { data: { id: string }[] };
    const { key: own } = await createApiKey(broker.admin, { name: 'ours', scopes: ['read:tenancy.*'] });
    const theirs = (await (await get('/brands', own)).json()) as { data: { id: string }[] };
    expect(mine.data.map((row) => row.id)).not.toEqual(theirs.data.map((row) => row.id));
  });

  it('names bad input by field, unknown paths as problems, and describes itself', async () => {
    const { key } = await createApiKey(broker.admin, { name: 'typist', scopes: ['read:tenancy.*'] });
    const bad = await get('/entities?limit=many', key);
    expect([bad.status, await bad.json()]).toMatchObject([
      422,
      { code: 'input_invalid', errors: [{ field: 'limit' }] },
    ]);
    const lost = await get('/nothing-here', key);
    expect([lost.status, await lost.json()]).toMatchObject([404, { code: 'no_such_path' }]);
    const document = (await (await get('/openapi.json')).json()) as { paths: Record<string, object> };
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(['/api/v1/entities', '/api/v1/brands']));
  });

  it('slows down whoever guesses keys', async () => {
    const headers = { authorization: 'Bearer bos_live_guess', 'x-forwarded-for': '203.0.113.77' };
    const guess = () => api.fetch(new Request('http://localhost/api/v1/entities', { headers }));
    const seen: number[] = [];
    for (let i = 0; i < 62; i += 1) seen.push((await guess()).status);
    expect(seen.at(0)).toBe(401);
    expect(seen.at(-1)).toBe(429);
    expect((await guess()).headers.get('retry-after')).toMatch(/^\d+$/);
  });
});
