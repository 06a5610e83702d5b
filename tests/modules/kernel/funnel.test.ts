import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { connectDatabase, type Database } from '@/db/client';
import { legalEntity } from '@/db/schema/tenancy';
import { Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { command, query } from '@/server/kernel/verb';
import { asJob, makeCtx, type TestTenant, testTenant } from '../../support/house';

const make = command({
  name: 'test.entity.make',
  actors: ['job'],
  input: z.object({ name: z.string().min(2) }),
  output: z.object({ id: idSchema('entity') }),
  run: async (uow, { name }) => {
    const id = uow.id('entity');
    await uow.db.insert(legalEntity).values({
      id,
      name,
      shortName: name,
      jurisdiction: 'CY',
      baseCurrency: 'EUR',
      timeZone: 'Asia/Nicosia',
      cutOff: '16:00',
      bankCalendar: 'TARGET',
      tradingCalendar: 'FX',
      createdAt: uow.now,
    });
    if (name === 'refuse me') throw new Refusal('rejected', 'asked_to');
    if (name !== 'silent') uow.audit({ object: { type: 'entity', id }, changes: { name: [null, name] } });
    uow.emit({ name: 'test/entity.made', data: { entityId: id } });
    return { id };
  },
});

const count = query({
  name: 'test.entity.count',
  actors: ['job'],
  input: z.object({}),
  output: z.object({ entities: z.number(), audits: z.number(), outbox: z.number() }),
  run: async (read) => {
    const { rows } = await read.db.execute<{ e: number; a: number; o: number }>(
      sql`select (select count(*)::int from legal_entity) e, (select count(*)::int from audit_entry) a, (select count(*)::int from outbox) o`,
    );
    const row = rows[0];
    return { entities: row?.e ?? -1, audits: row?.a ?? -1, outbox: row?.o ?? -1 };
  },
});

describe('the funnel', () => {
  let tenant: TestTenant;
  beforeAll(async () => {
    tenant = await testTenant();
  });
  const ctx = (key?: string) => asJob(tenant, 'test', key);
  const totals = async (of: TestTenant) => count(asJob(of, 'test'), {});

  it('writes change, audit row and event together', async () => {
    const fresh = await testTenant();
    await make(asJob(fresh, 'test'), { name: 'Aurora' });
    expect(await totals(fresh)).toEqual({ entities: 1, audits: 1, outbox: 1 });
  });

  it('a refusal leaves nothing behind', async () => {
    const before = await totals(tenant);
    await expect(make(ctx(), { name: 'refuse me' })).rejects.toMatchObject({ kind: 'rejected', reason: 'asked_to' });
    expect(await totals(tenant)).toEqual(before);
  });

  it('refuses a command that changed something without a trace', async () => {
    const before = await totals(tenant);
    await expect(make(ctx(), { name: 'silent' })).rejects.toThrow(/without a trace/);
    expect(await totals(tenant)).toEqual(before);
  });

  it('names the field of bad input', async () => {
    await expect(make(ctx(), { name: 'x' })).rejects.toMatchObject({ kind: 'invalid', detail: { field: 'name' } });
  });

  it('replays the stored answer for the same key and refuses the key for other input', async () => {
    const before = await totals(tenant);
    const first = await make(ctx('k1'), { name: 'Borealis' });
    expect(await make(ctx('k1'), { name: 'Borealis' })).toEqual(first);
    await expect(make(ctx('k1'), { name: 'Other' })).rejects.toMatchObject({
      kind: 'conflict',
      reason: 'idempotency_key_reused',
    });
    expect((await totals(tenant)).entities).toBe(before.entities + 1);
  });

  it('ten concurrent calls with one key are one effect', async () => {
    const before = await totals(tenant);
    const answers = await Promise.all(Array.from({ length: 10 }, () => make(ctx('k10'), { name: 'Ten' })));
    expect(new Set(answers.map((a) => a.id)).size).toBe(1);
    expect((await totals(tenant)).entities).toBe(before.entities + 1);
  });

  it('shows another tenant nothing', async () => {
    const other = await testTenant();
    expect(await totals(other)).toEqual({ entities: 0, audits: 0, outbox: 0 });
  });

  it('keeps a wrong actor out before anything runs', async () => {
    const anonymous = { ...ctx(), credential: { kind: 'anonymous' as const } };
    await expect(make(anonymous, { name: 'Nobody' })).rejects.toMatchObject({ kind: 'unauthenticated' });
  });

  it('answers only within its tenant: an unknown slug is not found', async () => {
    await expect(make(makeCtx(tenant, { tenant: { slug: 'no-such' } }), { name: 'Lost' })).rejects.toMatchObject({
      kind: 'not_found',
    });
  });
});

describe('row level security', () => {
  let database: Database;
  beforeAll(async () => {
    database = await connectDatabase((await testTenant()).appUrl);
    return () => database.end();
  });

  it('without a tenant there are no rows, and history cannot be rewritten', async () => {
    const connection = await database.acquire();
    const { rows } = await connection.query({ text: 'select count(*)::int as n from audit_entry' });
    expect(rows[0]?.n).toBe(0);
    await expect(connection.query({ text: 'update audit_entry set reason = null' })).rejects.toMatchObject({
      code: '42501',
    });
    await expect(connection.query({ text: 'delete from audit_entry' })).rejects.toMatchObject({ code: '42501' });
    connection.release();
  });
});
