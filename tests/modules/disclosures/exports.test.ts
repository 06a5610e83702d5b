import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '@/server/kernel/context';
import { revealField } from '@/server/modules/clients';
import { listDisclosures, openExport, readDisclosureRules, setDisclosureRules } from '@/server/modules/disclosures';
import { isUnusual, rulesOf } from '@/server/modules/disclosures/policy';
import { decideApproval, listApprovals, listWork } from '@/server/modules/work';
import { staffCtx } from '../../support/actors';
import { makeCtx, type TestTenant, testTenant } from '../../support/house';
import { asOwner } from '../../support/owner';
import { newClient, type Place, place } from '../../support/registrations';

const file = {
  table: 'clients',
  rows: 20,
  columns: ['name', 'email'],
  filters: '?stage=fund',
  reason: 'call list of today',
};

describe('files and reveals', () => {
  let tenant: TestTenant;
  let at: Place;
  let owner: Ctx;
  let agent: Ctx;
  beforeAll(async () => {
    tenant = await testTenant();
    at = await place(tenant);
    owner = await staffCtx(tenant, ['disclosures.*', 'work.*', 'sensitive.contact'], { name: 'Ada' });
    agent = await staffCtx(tenant, ['clients.*', 'sensitive.card'], { name: 'Sam' });
  });
  const rows = async (input = {}) => (await listDisclosures(owner, input)).rows;

  it('a file says whose it is, and is written down with what was not masked in it', async () => {
    const opened = await openExport(agent, file);
    expect(opened).toMatchObject({ by: 'Sam' });
    expect(opened.id).toMatch(/^dcl_/);
    const [row] = await rows({ kind: 'export' });
    expect(row).toMatchObject({
      id: opened.id,
      by: 'Sam',
      what: 'clients',
      rows: 20,
      classes: ['card'],
      reason: file.reason,
    });
    await expect(openExport(agent, { ...file, reason: '' })).rejects.toMatchObject({ detail: { field: 'reason' } });
    await expect(openExport(agent, { ...file, rows: 10_001 })).rejects.toMatchObject({ reason: 'export_too_large' });
  });

  it('above the limit of the role a second person agrees, to this file and once', async () => {
    const { mine } = await readDisclosureRules(agent, {});
    const big = { ...file, rows: mine + 1 };
    await expect(openExport(agent, big)).rejects.toMatchObject({ reason: 'waiting_for_approval' });
    const [waiting] = (await listApprovals(owner, {})).rows;
    expect(waiting).toMatchObject({ verb: 'disclosures.export.open', requestedBy: 'Sam' });
    const approvalId = waiting?.id ?? 'apr_';
    await decideApproval(owner, { approvalId: approvalId as `apr_${string}`, decision: 'approve' });
    expect(await rows({ kind: 'permit' })).toMatchObject([{ by: 'Sam', rows: mine + 1 }]);
    // Neither another filter, nor more rows, nor other columns.
    for (const other of [{ filters: '' }, { rows: mine + 2 }, { columns: ['name', 'phone'] }])
      await expect(openExport(agent, { ...big, ...other })).rejects.toMatchObject({ reason: 'waiting_for_approval' });
    const taken = await openExport(agent, { ...big, columns: ['name'] });
    expect((await rows({ kind: 'export' }))[0]).toMatchObject({ id: taken.id, rows: mine + 1 });
    await expect(openExport(agent, big)).rejects.toMatchObject({ reason: 'waiting_for_approval' });
  });

  it('limits are the tenant’s own, and what they were stands in the log', async () => {
    const { mine: _mine, ...rules } = await readDisclosureRules(owner, {});
    await setDisclosureRules(owner, {
      ...rules,
      revealsPerHour: 7,
      watermark: true,
      reason: 'house rule of the board',
    });
    expect(await readDisclosureRules(agent, {})).toMatchObject({ revealsPerHour: 7, watermark: true });
    expect(rulesOf({ disclosures: { revealsPerHour: 'many' } }).revealsPerHour).toBe(20);
  });

  it('one role’s limit is changed without a word about the others, also at once', async () => {
    const set = (exportRows: Record<string, number>) =>
      setDisclosureRules(owner, { exportRows, reason: 'house rule of the board' });
    await Promise.all([set({ sales: 7 }), set({ retention: 9 })]);
    const { exportRows, revealsPerHour } = await readDisclosureRules(owner, {});
    expect(exportRows).toMatchObject({ sales: 7, retention: 9, auditor: 5_000 });
    expect(revealsPerHour).toBe(7);
  });

  it('an hour unlike the person becomes work of the administrators, one item however long it lasts', async () => {
    const client = await newClient(tenant, at);
    const look = (field: 'email' | 'phone') =>
      revealField(makeCtx(tenant, agent), { clientId: client.id, field, reason: 'called back' });
    for (let i = 0; i < 5; i += 1) await look('email');
    const alerts = async () => (await listWork(owner, { view: 'all', kinds: ['disclosure_alert'] })).rows;
    expect(await alerts()).toEqual([]);
    await look('phone');
    await look('phone');
    expect(await alerts()).toMatchObject([{ team: 'administration', title: 'Sam: 6 fields revealed within an hour' }]);
    expect(await rows({ kind: 'reveal', clientId: client.id })).toHaveLength(7);
  });

  it('a busy month makes a busy hour usual, up to the cap', () => {
    expect(isUnusual(6, 0, 20, 5)).toBe(true);
    expect(isUnusual(15, 5, 20, 5)).toBe(false);
    expect(isUnusual(16, 5, 20, 5)).toBe(true);
    expect(isUnusual(21, 50, 20, 5)).toBe(true);
  });

  it('nobody rewrites what was disclosed', async () => {
    const { rows: privileges } = await asOwner(tenant, (query) =>
      query(
        `select has_table_privilege('bos_app', 'disclosure', 'update') as u, has_table_privilege('bos_app', 'disclosure', 'delete') as d`,
      ),
    );
    expect(privileges).toEqual([{ u: false, d: false }]);
  });
});
