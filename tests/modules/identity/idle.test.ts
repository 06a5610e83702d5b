import { beforeAll, describe, expect, it } from 'vitest';
import type { Surface } from '@/server/kernel/context';
import { idFromUuid, uuidFromId } from '@/server/kernel/ids';
import { me } from '@/server/modules/identity';
import { getSettings, updateSettings } from '@/server/modules/tenancy';
import { noteUse } from '@/server/transports/last-use';
import { signedIn, staffCtx } from '../../support/actors';
import { bareOwner } from '../../support/books';
import { makeCtx, type TestTenant, testTenant } from '../../support/house';
import { asOwner } from '../../support/owner';

describe('a session that nobody uses ends', () => {
  let tenant: TestTenant;
  beforeAll(async () => {
    tenant = await testTenant();
  });

  async function person(surface: Surface, minutesAgo: number) {
    const [owner] = surface === 'portal' ? await bareOwner(tenant) : [];
    const clientUuid = owner ? { clientUuid: uuidFromId('client', owner.client) } : {};
    const one = await signedIn(tenant, [], { kind: surface === 'portal' ? 'client' : 'staff', ...clientUuid });
    await asOwner(tenant, (query) =>
      query(`update session set last_seen_at = now() - make_interval(mins => $2) where id = $1`, [
        one.sessionUuid,
        minutesAgo,
      ]),
    );
    const ctx = makeCtx(tenant, { credential: { kind: 'session', sessionId: one.sessionUuid, surface: one.surface } });
    return { ...one, ctx };
  }
  const outcome = async (surface: Surface, minutesAgo: number) => {
    const { ctx } = await person(surface, minutesAgo);
    return me(ctx, {}).then(
      () => 'in',
      (error: { reason?: string }) => error.reason,
    );
  };

  it('after an hour in the portal and four at the desk, unless the tenant says otherwise', async () => {
    expect(await outcome('portal', 58)).toBe('in');
    expect(await outcome('portal', 61)).toBe('session_ended');
    expect(await outcome('desk', 61)).toBe('in');
    expect(await outcome('desk', 241)).toBe('session_ended');
    const admin = await staffCtx(tenant, ['*']);
    await updateSettings(admin, { sessionIdleMinutes: { desk: 15 } });
    expect((await getSettings(admin, {})).sessionIdleMinutes).toMatchObject({ desk: 15, portal: 60 });
    expect(await outcome('desk', 13)).toBe('in');
    expect(await outcome('desk', 16)).toBe('session_ended');
    expect(await outcome('portal', 58)).toBe('in');
  });

  it('each use is remembered, at most once a minute', async () => {
    const { ctx, sessionUuid } = await person('desk', 3);
    const id = idFromUuid('session', sessionUuid);
    const seen = () =>
      asOwner(tenant, async (query) => {
        const { rows } = await query(
          'select (extract(epoch from last_seen_at) * 1000)::float8 as at from session where id = $1',
          [sessionUuid],
        );
        return Number(rows[0]?.at);
      });
    const before = await seen();
    noteUse(ctx, 'session', id);
    await expect.poll(seen).toBeGreaterThan(before);
    const first = await seen();
    noteUse({ ...ctx, clock: { now: () => new Date(Date.now() + 50_000) } }, 'session', id);
    noteUse({ ...ctx, clock: { now: () => new Date(Date.now() + 70_000) } }, 'session', id);
    await expect.poll(seen).toBeGreaterThanOrEqual(first + 60_000);
  });
});
