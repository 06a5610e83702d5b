import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Id, uuidFromId } from '@/server/kernel/ids';
import { listDeposits, listWithdrawals } from '@/server/modules/payments';
import { netDepositStates } from '@/server/modules/payments/contract';
import {
  listEvents,
  readCohorts,
  readFlows,
  readFunnel,
  readOverview,
  readStaffLoad,
} from '@/server/modules/reporting';
import { signedIn, staffCtx } from '../../support/actors';
import { asJob, makeCtx, type TestTenant, testTenant } from '../../support/house';
import { asOwner } from '../../support/owner';
import { newClient, type Place, place } from '../../support/registrations';
import { plant } from './ground';

const dayMs = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * dayMs);
const eur = (minor: bigint) => ({ minor, asset: 'EUR' });
const hour = 3_600_000;

describe('insight', () => {
  let tenant: TestTenant;
  let at: Place;
  let ann: Id<'client'>;
  let ben: Id<'client'>;
  let person: Awaited<ReturnType<typeof signedIn>>;
  const uuid = (id: Id<'client'>) => uuidFromId('client', id);
  const set = (id: Id<'client'>, row: Record<string, unknown>) =>
    asOwner(tenant, (query) =>
      query(
        `update client set ${Object.keys(row)
          .map((name, i) => `${name} = $${i + 3}`)
          .join(', ')} where tenant_id = $1 and id = $2`,
        [tenant.id, uuid(id), ...Object.values(row)],
      ),
    );
  const money = (id: Id<'client'>) => ({
    id: randomUUID(),
    number: randomUUID().slice(0, 8),
    client_id: uuid(id),
    entity_id: uuidFromId('entity', at.entity),
    asset: 'EUR',
  });
  const deposit = (id: Id<'client'>, minor: number, days: number, state = 'credited') =>
    plant(tenant, 'deposit', {
      ...money(id),
      requested_minor: minor,
      credited_minor: minor,
      state,
      created_at: ago(days),
      credited_at: ago(days),
    });
  const withdrawal = (id: Id<'client'>, minor: number, days: number, state = 'paid', tookHours = 2) =>
    plant(tenant, 'withdrawal', {
      ...money(id),
      amount_minor: minor,
      state,
      requested_at: new Date(ago(days).getTime() - tookHours * hour),
      ...(state === 'paid' ? { closed_at: ago(days) } : {}),
    });
  const contact = (id: Id<'client'>, source: string, days: number) =>
    plant(tenant, 'touch', {
      id: randomUUID(),
      client_id: uuid(id),
      moment: 'return',
      utm_source: source,
      at: ago(days),
    });
  const job = () => asJob(tenant);

  beforeAll(async () => {
    tenant = await testTenant();
    at = await place(tenant);
    person = await signedIn(tenant, ['read:*'], { scope: 'own' });
    ann = (await newClient(tenant, at, { attribution: { utmSource: 'google' } })).id;
    ben = (await newClient(tenant, at, { attribution: { utmSource: 'google', introducerCode: 'IB-7' } })).id;
    await set(ann, {
      registered_at: ago(20),
      approved_at: ago(18),
      funded_at: ago(15),
      owner_id: person.userUuid,
    });
    await set(ben, { registered_at: ago(40), approved_at: ago(39), funded_at: ago(38) });
    await asOwner(tenant, (query) =>
      query(
        'update touch set at = c.registered_at from client c where c.tenant_id = touch.tenant_id and c.id = touch.client_id and touch.tenant_id = $1',
        [tenant.id],
      ),
    );
    // Between registration and first deposit he came back by a mail; after it contacts earn nothing.
    await contact(ann, 'newsletter', 16);
    await contact(ann, 'retargeting', 3);
    await deposit(ann, 100_000, 15);
    await deposit(ann, 50_000, 40);
    await deposit(ann, 7_000, 2, 'charged_back');
    await withdrawal(ann, 30_000, 4);
    await withdrawal(ann, 9_000, 1, 'in_review');
    await deposit(ben, 20_000, 38);
  });

  it('says the same net deposit as the totals of the lists, which a client’s header shows', async () => {
    const finance = await staffCtx(tenant, ['read:payments.*']);
    const total = async (list: typeof listDeposits | typeof listWithdrawals, state: string, clientId: Id<'client'>) => {
      const { totals } = await list(finance, { clientId, states: [state] as never, limit: 1 });
      return totals?.find(({ asset }) => asset === 'EUR')?.minor ?? 0n;
    };
    const header =
      (await total(listDeposits, netDepositStates.in, ann)) - (await total(listWithdrawals, netDepositStates.out, ann));
    expect(header).toBe(120_000n);
    const { rows } = await readFunnel(job(), { days: 30 });
    expect(rows.flatMap(({ netDeposit }) => netDeposit ?? [])).toEqual([eur(header)]);
    const { netDeposit } = await readOverview(job(), { days: 30 });
    expect(netDeposit).toEqual({ now: [eur(70_000n)], before: [eur(70_000n)] });
  });

  it('gives the merit to the first contact, the last before the money, or what was declared', async () => {
    const sources = async (attribution: 'first' | 'last' | 'declared') =>
      (await readFunnel(job(), { days: 90, attribution })).rows.map((row) => [row.source, row.registered, row.funded]);
    expect(await sources('first')).toEqual([['google', 2, 2]]);
    expect(await sources('last')).toEqual([
      ['google', 1, 1],
      ['newsletter', 1, 1],
    ]);
    expect(await sources('declared')).toEqual([
      ['google', 1, 1],
      ['IB-7', 1, 1],
    ]);
  });

  it('opens exactly the rows behind a figure', async () => {
    const funded = await listEvents(job(), {
      event: 'funded',
      days: 90,
      isCohort: true,
      attribution: 'last',
      source: 'newsletter',
    });
    expect(funded.rows.map((row) => row.clientId)).toEqual([ann]);
    const paid = await listEvents(job(), { event: 'withdrawal', days: 30 });
    expect(paid.rows).toMatchObject([{ clientId: ann, money: eur(30_000n), object: { type: 'withdrawal' } }]);
    expect(paid.totals).toEqual([eur(30_000n)]);
  });

  it('counts money on its day, with the period before beside it', async () => {
    const { days, totals } = await readFlows(job(), { days: 30 });
    expect(days).toHaveLength(2);
    expect(days.map((day) => [day.deposits.minor, day.withdrawals.minor])).toEqual([
      [100_000n, 0n],
      [0n, 30_000n],
    ]);
    expect(totals).toEqual([
      {
        asset: 'EUR',
        deposits: { now: eur(100_000n), before: eur(70_000n) },
        withdrawals: { now: eur(30_000n), before: eur(0n) },
      },
    ]);
    for (const { day, deposits, withdrawals } of days) {
      const event = deposits.minor > 0n ? 'deposit' : 'withdrawal';
      const rows = await listEvents(job(), { event, days: 30, day, asset: 'EUR' });
      expect(rows.totals).toEqual([event === 'deposit' ? deposits : withdrawals]);
    }
  });

  it('tells the middle time and the one nine in ten stay below', async () => {
    for (const hours of [1, 3, 4]) await withdrawal(ben, 100, 3, 'paid', hours);
    const { payout } = await readOverview(job(), { days: 30 });
    expect(payout?.now.count).toBe(4);
    expect(payout?.now.medianMs).toBeCloseTo(2.5 * hour, -3);
    expect(payout?.now.p90Ms).toBeCloseTo(3.7 * hour, -3);
    expect(payout?.before).toEqual({ count: 0, medianMs: null, p90Ms: null });
  });

  it('keeps cohorts by the month of the first deposit', async () => {
    const { rows } = await readCohorts(job(), {});
    expect(rows.reduce((sum, row) => sum + row.clients, 0)).toBe(2);
    expect(rows.every((row) => row.active.every((n) => n === 0))).toBe(true);
  });

  it('counts only clients in reach, own work for a narrow scope, and nothing of another company', async () => {
    const narrow = makeCtx(tenant, {
      credential: { kind: 'session', sessionId: person.sessionUuid, surface: person.surface },
    });
    const { rows } = await readFunnel(narrow, { days: 90 });
    expect(rows).toMatchObject([{ source: 'google', registered: 1 }]);
    expect((await readCohorts(narrow, {})).rows.reduce((sum, row) => sum + row.clients, 0)).toBe(1);
    expect((await listEvents(narrow, { event: 'registered', days: 90 })).rows.map((row) => row.clientId)).toEqual([
      ann,
    ]);
    for (const [assignee, open] of [
      [person.userUuid, 1],
      [(await signedIn(tenant, [])).userUuid, 1],
    ] as const)
      await plant(tenant, 'work_item', {
        id: randomUUID(),
        kind: 'review',
        object_type: 'client',
        object_id: randomUUID(),
        title: 'Look',
        team: 'finance',
        assignee_id: assignee,
        priority: 2,
        waiting_on: 'finance',
        state: open ? 'claimed' : 'closed',
        created_at: ago(1),
        due_at: ago(0.5),
      });
    expect((await readStaffLoad(narrow, {})).rows).toMatchObject([{ name: person.name, open: 1, overdue: 1 }]);
    expect((await readStaffLoad(job(), {})).rows).toHaveLength(2);
    const other = await testTenant();
    expect((await readFunnel(asJob(other), { days: 90 })).rows).toEqual([]);
    expect((await readStaffLoad(asJob(other), {})).rows).toEqual([]);
    expect(await readOverview(asJob(other), {})).toMatchObject({ registered: { now: 0 }, netDeposit: { now: [] } });
  });

  it('hides money from who may not read its lists', async () => {
    const marketing = await staffCtx(tenant, ['read:reporting.*', 'read:clients.*']);
    const { rows } = await readFunnel(marketing, { days: 90 });
    expect(rows).toMatchObject([{ registered: 2, netDeposit: null, result: null }]);
    expect(await readOverview(marketing, {})).toMatchObject({ netDeposit: null, decision: null, payout: null });
    expect(await readFlows(marketing, {})).toEqual({ days: [], totals: [] });
    expect((await listEvents(marketing, { event: 'deposit', days: 90 })).rows).toEqual([]);
  });
});
