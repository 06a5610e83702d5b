import { beforeAll, describe, expect, it } from 'vitest';
import { uuidFromId } from '@/server/kernel/ids';
import { leakBoard, listPassages } from '@/server/modules/reporting';
import { type LeakKey, leakKeys, leakOf } from '@/server/modules/reporting/leak-contract';
import { signedIn, staffCtx } from '../../support/actors';
import { asJob, makeCtx, type TestTenant, testTenant } from '../../support/house';
import { asOwner } from '../../support/owner';
import { type Place, place } from '../../support/registrations';
import { plantLeak } from './planted';

const eur = (minor: bigint) => ({ minor, asset: 'EUR' });
/** Leaks that hold money in the planted rows. */
const withMoney = new Set<LeakKey>([
  'deposit_unfinished',
  'captured_not_credited',
  'money_in_transit',
  'not_moved_on',
  'break_open',
  'withdrawal_waiting',
  'dispute_unanswered',
]);

describe('the leak board', () => {
  let tenant: TestTenant;
  let at: Place;
  beforeAll(async () => {
    tenant = await testTenant();
    at = await place(tenant);
  });
  const stuck = async (leak: LeakKey, of = tenant) =>
    (await listPassages(asJob(of), { leaks: [leak] })).rows.map((row) => row.clientId);
  const lineOf = async (leak: LeakKey, of = tenant) =>
    (await leakBoard(asJob(of), {})).lines.find((line) => line.leak === leak);

  it.each(leakKeys)('finds what is planted at %s, and lets pass what is in time', async (leak) => {
    const late = await plantLeak(tenant, at, leak, { source: 'google' });
    const fresh = await plantLeak(tenant, at, leak, { isFresh: true });
    expect(await stuck(leak)).toContain(late);
    expect(await stuck(leak)).not.toContain(fresh);
    const page = await listPassages(asJob(tenant), { leaks: [leak], state: 'waiting' });
    expect(page.rows.map((row) => row.clientId)).toEqual(expect.arrayContaining([late, fresh]));
    const row = page.rows.find((one) => one.clientId === late);
    expect(row).toMatchObject({ isStuck: true, source: 'google', team: leakOf(leak).team });
    expect(row?.money).toEqual(withMoney.has(leak) ? eur(70_000n) : null);
    const line = await lineOf(leak);
    expect(line?.stuck.now).toBe((await stuck(leak)).length);
    expect(line?.waiting).toBe(page.total);
    expect(line?.oldestMs).toBeGreaterThan(39 * 86_400_000);
    expect(line?.sources).toContainEqual({ source: 'google', stuck: expect.any(Number) });
    if (withMoney.has(leak)) expect(line?.money).toEqual([eur(70_000n * BigInt(line?.stuck.now ?? 0))]);
  });

  it('counts who came, who went on and who is lost, this week and the one before', async () => {
    const own = await testTenant();
    const there = await place(own);
    const day = 86_400_000;
    const moved: [number, string | null, string | null][] = [
      [2, 'applied_at', null],
      [3, null, 'closed_at'],
      [9, 'applied_at', null],
      [20, null, null],
    ];
    for (const [days, on, off] of moved) {
      const id = await plantLeak(own, there, 'application_not_begun');
      const then = new Date(Date.now() - days * day);
      await asOwner(own, (query) =>
        query(
          `update client set registered_at = $3 ${on ? `, ${on} = $3` : ''} ${off ? `, ${off} = $3` : ''} where tenant_id = $1 and id = $2`,
          [own.id, uuidFromId('client', id), then],
        ),
      );
    }
    expect(await lineOf('application_not_begun', own)).toMatchObject({
      came: { now: 2, before: 1 },
      passed: { now: 1, before: 1 },
      lost: { now: 1, before: 0 },
      waiting: 1,
      stuck: { now: 1, before: 1 },
    });
  });

  it('shows another tenant nothing', async () => {
    const other = await testTenant();
    expect((await listPassages(asJob(other), {})).rows).toEqual([]);
    expect((await leakBoard(asJob(other), {})).lines.every((line) => line.waiting === 0)).toBe(true);
  });

  it('counts only clients in reach, and only leaks whose list one may read', async () => {
    const grants = ['read:reporting.*', 'read:clients.*'];
    const person = await signedIn(tenant, grants, { scope: 'own' });
    const sales = makeCtx(tenant, {
      credential: { kind: 'session', sessionId: person.sessionUuid, surface: person.surface },
    });
    const mine = await plantLeak(tenant, at, 'approved_unfunded');
    await asOwner(tenant, (query) =>
      query('update client set owner_id = $3 where tenant_id = $1 and id = $2', [
        tenant.id,
        uuidFromId('client', mine),
        person.userUuid,
      ]),
    );
    const { lines } = await leakBoard(sales, {});
    expect(lines.map((line) => line.leak)).toEqual(leakKeys.filter((key) => leakOf(key).verb.startsWith('clients.')));
    expect(lines.find((line) => line.leak === 'approved_unfunded')?.stuck.now).toBe(1);
    expect((await listPassages(sales, {})).rows.map((row) => row.clientId)).toEqual([mine]);
    await expect(leakBoard(await staffCtx(tenant, ['read:clients.*']), {})).rejects.toMatchObject({
      kind: 'forbidden',
    });
  });

  it('pages through all of it, each row once', async () => {
    const all = await listPassages(asJob(tenant), { limit: 200 });
    const seen: string[] = [];
    for (let cursor: string | null = null, more = true; more; ) {
      const page: Awaited<ReturnType<typeof listPassages>> = await listPassages(asJob(tenant), { limit: 7, cursor });
      seen.push(...page.rows.map((row) => row.id));
      cursor = page.nextCursor;
      more = cursor !== null;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(all.rows.map((row) => row.id));
    expect(all.total).toBe(all.rows.length);
  });
});
