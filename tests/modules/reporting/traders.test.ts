import { beforeAll, describe, expect, it } from 'vitest';
import type { Id } from '@/server/kernel/ids';
import { listTraders, readCohorts, readFunnel, readOverview } from '@/server/modules/reporting';
import { staffCtx } from '../../support/actors';
import { asJob, type TestTenant, testTenant } from '../../support/house';
import { type Place, place } from '../../support/registrations';
import { plantTrader } from './ground';

const now = new Date();
/** The middle of a month, so many months ago: no month has turned while the test runs. */
const month = (back: number) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 14, 12));
const name = (at: Date) => at.toISOString().slice(0, 7);
const result = (minor: number, asset = 'EUR') => ({ asset, profit_minor: minor, swap_minor: 0, commission_minor: 0 });
const yesterday = new Date(now.getTime() - 86_400_000);

describe('clients who traded', () => {
  let tenant: TestTenant;
  let at: Place;
  let ann: Id<'client'>;
  let ben: Id<'client'>;
  beforeAll(async () => {
    tenant = await testTenant();
    at = await place(tenant);
    ann = await plantTrader(tenant, at, {
      fundedAt: month(3),
      source: 'google',
      deals: [
        { at: month(3), ...result(1_000) },
        { at: month(2), ...result(-2_500) },
        { at: yesterday, ...result(300) },
        { at: yesterday, ...result(70, 'USD') },
      ],
    });
    ben = await plantTrader(tenant, at, {
      fundedAt: month(3),
      source: 'mail',
      deals: [{ at: month(3), ...result(5) }],
    });
  });
  const job = () => asJob(tenant);
  const ids = (rows: readonly { clientId: Id<'client'> }[]) => rows.map(({ clientId }) => clientId);

  it('are as many as the figure of active clients, each with his deals and sums', async () => {
    const { rows, total } = await listTraders(job(), { days: 7 });
    expect(total).toBe((await readOverview(job(), { days: 7 })).active?.now);
    expect(rows).toMatchObject([{ clientId: ann, source: 'google', deals: 2 }]);
    expect(rows[0]?.results).toEqual([
      { minor: 300n, asset: 'EUR' },
      { minor: 70n, asset: 'USD' },
    ]);
  });

  it('are as many as each cell of a cohort', async () => {
    const { rows } = await readCohorts(job(), {});
    const cohort = rows.find((row) => row.month === name(month(3)));
    expect(cohort?.active[0]).toBe(2);
    for (const [later, active] of (cohort?.active ?? []).entries()) {
      const behind = await listTraders(job(), { month: cohort?.month, later });
      expect([later, behind.total]).toEqual([later, active]);
    }
    expect(ids((await listTraders(job(), { month: name(month(3)), later: 1 })).rows)).toEqual([ann]);
  });

  it('are those whose results make up the result of a source', async () => {
    await listTraders(job(), { days: 90, isCohort: true, source: 'mail' });
    const funnel = await readFunnel(job(), { days: 90 });
    for (const row of funnel.rows) {
      const behind = await listTraders(job(), { days: 90, isCohort: true, source: row.source });
      const sums = new Map<string, bigint>();
      for (const { minor, asset } of behind.rows.flatMap(({ results }) => results ?? []))
        sums.set(asset, (sums.get(asset) ?? 0n) + minor);
      expect([...sums].sort()).toEqual((row.result ?? []).map(({ asset, minor }) => [asset, minor]).sort());
    }
  });

  it('come page by page in their order', async () => {
    const input = { month: name(month(3)), sort: 'deals', limit: 1 };
    const first = await listTraders(job(), input);
    const second = await listTraders(job(), { ...input, cursor: first.nextCursor });
    expect([ids(first.rows), ids(second.rows), second.nextCursor]).toEqual([[ann], [ben], null]);
  });

  it('show no result to whoever may not see results, and nothing without the clients', async () => {
    const sales = await staffCtx(tenant, ['read:reporting.*', 'read:clients.*']);
    expect((await listTraders(sales, { days: 7 })).rows).toMatchObject([{ clientId: ann, results: null }]);
    const other = await staffCtx(tenant, ['read:reporting.*']);
    expect((await listTraders(other, { days: 7 })).rows).toEqual([]);
  });
});
