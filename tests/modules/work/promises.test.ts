import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { easter } from '@/server/kernel/bank-calendar';
import { addOfficeMinutes, officeAround } from '@/server/kernel/office';
import { listUnpromised, promiseWork } from '@/server/modules/work';
import { asJob, testTenant } from '../../support/house';
import { asOwner } from '../../support/owner';
import { place } from '../../support/registrations';

const cyprus = { zone: 'Asia/Nicosia', opens: '09:00', closes: '17:00', bank: 'TARGET', weekend: [6, 7], holidays: [] };
const due = (from: string, hours: number) =>
  addOfficeMinutes(new Date(from), hours * 60, officeAround(new Date(from), cyprus)).toISOString();

describe('promises by the bank calendar', () => {
  it('know when Easter is', () => {
    expect([2024, 2025, 2026, 2027, 2038].map(easter)).toEqual([
      '2024-03-31',
      '2025-04-20',
      '2026-04-05',
      '2027-03-28',
      '2038-04-25',
    ]);
  });

  it('count hours between nine and five only, over nights, weekends and closing days', () => {
    expect(due('2026-11-23T08:00:00Z', 4)).toBe('2026-11-23T12:00:00.000Z'); // Monday, ten in Nicosia
    expect(due('2026-11-23T14:00:00Z', 4)).toBe('2026-11-24T10:00:00.000Z'); // one hour today, three tomorrow
    expect(due('2026-11-20T20:00:00Z', 1)).toBe('2026-11-23T08:00:00.000Z'); // Friday night
    expect(due('2026-04-02T13:30:00Z', 1)).toBe('2026-04-07T06:30:00.000Z'); // over Good Friday and Easter Monday
    expect(due('2026-12-24T15:30:00Z', 1)).toBe('2026-12-28T08:00:00.000Z'); // over Christmas
  });

  it('are given once to items that came without a time, and to no other kind', async () => {
    const tenant = await testTenant();
    await place(tenant);
    const raise = (kind: string, dueAt: Date | null) =>
      asOwner(tenant, (query) =>
        query(
          `insert into work_item (tenant_id, id, kind, object_type, object_id, title, team, priority, waiting_on, state, due_at, created_at)
           values ($1, $2::uuid, $3, 'thing', $2::uuid::text, 'Look', 'finance', 2, 'finance', 'open', $4, '2026-11-23T14:00:00Z')`,
          [tenant.id, randomUUID(), kind, dueAt],
        ),
      );
    await raise('deposit_review', null);
    await raise('deposit_review', new Date('2026-11-30T00:00:00Z'));
    await raise('no_such_kind', null);
    expect(await listUnpromised(asJob(tenant), {})).toEqual({ items: 1 });
    expect(await promiseWork(asJob(tenant), {})).toEqual({ promised: 1 });
    const { rows } = await asOwner(tenant, (query) =>
      query('select kind, due_at from work_item where tenant_id = $1 order by due_at nulls last', [tenant.id]),
    );
    expect(rows).toEqual([
      { kind: 'deposit_review', due_at: new Date('2026-11-24T10:00:00Z') },
      { kind: 'deposit_review', due_at: new Date('2026-11-30T00:00:00Z') },
      { kind: 'no_such_kind', due_at: null },
    ]);
    await expect(promiseWork(asJob(tenant), {})).rejects.toMatchObject({ reason: 'nothing_to_promise' });
    const other = await testTenant();
    expect(await listUnpromised(asJob(other), {})).toEqual({ items: 0 });
  });
});
