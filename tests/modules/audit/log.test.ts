import pg from 'pg';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { connectPlatform, type PlatformDatabase } from '@/db/platform-client';
import { systemClock } from '@/server/kernel/clock';
import type { Ctx } from '@/server/kernel/context';
import { command } from '@/server/kernel/verb';
import {
  exportAuditTrail,
  listAudit,
  logSigner,
  proveEntry,
  readTrailPage,
  sealTenant,
  verifyLog,
  verifyTrail,
} from '@/server/modules/audit';
import { staffCtx } from '../../support/actors';
import { entriesAtRest } from '../../support/audit-log';
import { asJob, makeCtx, type TestTenant, testTenant } from '../../support/house';

const note = command({
  name: 'test.note.write',
  actors: ['job'],
  input: z.object({ text: z.string(), secret: z.boolean().optional() }),
  output: z.object({ ok: z.literal(true) }),
  run: async (uow, { text, secret }) => {
    uow.audit({
      object: { type: 'note', id: 'note_1' },
      thread: 'wd_thread',
      changes: { text: [null, text] },
      reason: text,
      ...(secret ? { restrictedTo: 'compliance' as const } : {}),
    });
    return { ok: true as const };
  },
});

/** As whoever asks for the export puts it together. */
async function wholeTrail(auditor: Ctx, trail: { size: number }) {
  const entries: unknown[] = [];
  for (let from: number | null = 0; from !== null; ) {
    const page: { entries: unknown[]; next: number | null } = await readTrailPage(auditor, { size: trail.size, from });
    entries.push(...page.entries);
    from = page.next;
  }
  return { ...trail, entries };
}

describe('the sealed log', () => {
  let tenant: TestTenant;
  let platform: PlatformDatabase;
  const pools: PlatformDatabase[] = [];
  beforeEach(async () => {
    tenant = await testTenant();
    platform = await connectPlatform(tenant.platformUrl);
    pools.push(platform);
  });
  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.end()));
  });

  const signer = () => logSigner(makeCtx(tenant).keys, tenant.id);
  const seal = async () => {
    const key = await signer();
    await entriesAtRest(tenant);
    return platform.asTenant(tenant.id, ({ db }) => sealTenant(db, tenant.id, key, systemClock.now()));
  };
  const verify = async (at = systemClock.now()) => {
    const { verifier } = await signer();
    return platform.asTenant(tenant.id, ({ db }) => verifyLog(db, verifier, at));
  };
  const write = async (n: number) => {
    for (let i = 0; i < n; i += 1) await note(asJob(tenant), { text: `entry ${i}` });
  };
  const superuser = async (statement: string) => {
    const client = new pg.Client({ connectionString: tenant.adminUrl });
    await client.connect();
    await client.query(statement, [tenant.id]);
    await client.end();
  };

  it('gives gap-free indexes over several seals and verifies', async () => {
    await write(3);
    expect(await seal()).toMatchObject({ sealed: 3, size: 3 });
    await write(4);
    expect(await seal()).toMatchObject({ sealed: 4, size: 7 });
    expect(await verify()).toMatchObject({ ok: true, sealed: 7, fault: null });
  });

  it('names the entry that a superuser changed', async () => {
    await write(5);
    await seal();
    await superuser(`update audit_entry set reason = 'entry X' where tenant_id = $1 and reason = 'entry 2'`);
    expect(await verify()).toMatchObject({
      ok: false,
      fault: { kind: 'entry_changed', leafIndex: 2, detail: 'test.note.write on note note_1' },
    });
  });

  it('finds a row that a superuser removed, and a log cut at its end', async () => {
    await write(5);
    await seal();
    await superuser(`delete from audit_entry where tenant_id = $1 and reason = 'entry 3'`);
    expect(await verify()).toMatchObject({ ok: false, fault: { kind: 'entry_missing', leafIndex: 3 } });
    await superuser(`delete from audit_leaf where tenant_id = $1 and leaf_index >= 3`);
    expect(await verify()).toMatchObject({ ok: false, fault: { kind: 'checkpoint_beyond_log', leafIndex: 3 } });
  });

  it('calls an entry that waits too long a fault', async () => {
    await write(1);
    expect(await verify(new Date(systemClock.now().getTime() + 3_600_000))).toMatchObject({
      ok: false,
      fault: { kind: 'unsealed' },
    });
  });

  it('proves single entries and exports a trail that verifies offline', async () => {
    await write(6);
    await seal();
    const auditor = await staffCtx(tenant, ['audit.*']);
    const { rows } = await listAudit(auditor, { objectId: 'wd_thread' });
    const first = rows.find((row) => row.action === 'test.note.write');
    expect(first).toBeDefined();
    const proof = await proveEntry(auditor, { id: first?.id ?? 'aud_none' });
    expect(proof).toMatchObject({ treeSize: 6, isValid: true });
    const exported = await exportAuditTrail(auditor, { objectId: 'wd_thread', reason: 'court order 17' });
    const trail: unknown = JSON.parse(JSON.stringify(exported.trail));
    expect(await verifyTrail({ trail, checkpoint: exported.checkpoint, key: exported.verifierKey })).toMatchObject({
      ok: true,
      checked: 6,
    });
  });

  it('hands the whole log out in pages, which fit together and verify offline', async () => {
    await write(4);
    await seal();
    const auditor = await staffCtx(tenant, ['audit.*']);
    const { trail, checkpoint, verifierKey: key } = await exportAuditTrail(auditor, { reason: 'yearly review' });
    expect(trail).toMatchObject({ coverage: 'whole', entries: [] });
    const whole = await wholeTrail(auditor, trail);
    expect(await verifyTrail({ trail: whole, checkpoint, key })).toMatchObject({ ok: true, checked: trail.size });
    const short = { ...whole, entries: whole.entries.slice(1) };
    expect(await verifyTrail({ trail: short, checkpoint, key })).toMatchObject({ ok: false, reason: 'missing_entry' });
    const reader = await staffCtx(tenant, ['audit.trail.page', 'audit.entry.list']);
    await expect(readTrailPage(reader, { size: trail.size })).rejects.toMatchObject({ reason: 'grant_missing' });
    await expect(readTrailPage(auditor, { size: trail.size + 9_000, from: trail.size })).rejects.toMatchObject({
      reason: 'trail_not_that_long',
    });
  });

  it('shows restricted reasons as under review outside the group', async () => {
    await note(asJob(tenant), { text: 'suspicion of layering', secret: true });
    const support = await staffCtx(tenant, ['audit.*']);
    const mlro = await staffCtx(tenant, ['audit.*', 'sensitive.restricted_reason']);
    const seen = JSON.stringify((await listAudit(support, { objectId: 'note_1' })).rows);
    expect(seen).not.toContain('layering');
    expect(JSON.stringify((await listAudit(mlro, { objectId: 'note_1' })).rows)).toContain('layering');
  });
});
