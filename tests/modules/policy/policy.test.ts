import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { definePolicyPoint, fact } from '@/server/kernel/policy';
import { command } from '@/server/kernel/verb';
import { decide, pointTables, publishTable, registerPoint, saveDraft, simulateDraft } from '@/server/modules/policy';
import { staffCtx } from '../../support/actors';
import { asJob, type TestTenant, testTenant } from '../../support/house';

const point = definePolicyPoint({
  name: 'test.limit',
  purpose: 'deposit',
  facts: { amountMinor: fact.int('Amount in base currency, minor units'), tier: fact.oneOf('Tier', ['t1', 't2']) },
  outcome: z.enum(['allow', 'review', 'deny']),
  default: 'review',
});
registerPoint(point, [{ id: 'small', when: { amountMinor: 'amountMinor <= 10000' }, outcome: 'allow' }]);

const ask = command({
  name: 'test.limit.ask',
  actors: ['job'],
  input: z.object({ minor: z.bigint() }),
  output: z.object({ outcome: z.string(), version: z.string() }),
  run: async (uow, { minor }) => {
    const { outcome, version } = await decide(uow, point, { amountMinor: minor, tier: 't1' }, { objectId: 'dep_1' });
    uow.audit({ object: { type: 'deposit', id: 'dep_1' }, facts: { outcome } });
    return { outcome, version };
  },
});

describe('policy tables', () => {
  let tenant: TestTenant;
  beforeAll(async () => {
    tenant = await testTenant();
  });
  const grants = ['policy.*'];
  const draft = (rows: { id: string; when: Record<string, string>; outcome: unknown }[]) => ({
    point: 'test.limit',
    rows,
    note: 'tighter for tests',
  });

  it('decides by the preset until a tenant publishes its own', async () => {
    expect(await ask(asJob(tenant), { minor: 10_000n })).toEqual({ outcome: 'allow', version: 'preset' });
    expect(await ask(asJob(tenant), { minor: 10_001n })).toEqual({ outcome: 'review', version: 'preset' });
  });

  it('marks a wrong cell by row and column and refuses to publish it', async () => {
    const author = await staffCtx(tenant, grants);
    const saved = await saveDraft(
      author,
      draft([{ id: 'wrong', when: { amountMinor: 'amountMinor <= "ten"' }, outcome: 'deny' }]),
    );
    expect(saved.problems).toMatchObject([{ row: 0, column: 'amountMinor' }]);
  });

  it('simulates on what was decided, waits for a second person, then decides by the new version', async () => {
    const author = await staffCtx(tenant, grants);
    const saved = await saveDraft(
      author,
      draft([{ id: 'none', when: { amountMinor: 'amountMinor <= 5000' }, outcome: 'allow' }]),
    );
    expect(saved.problems).toEqual([]);
    expect(await simulateDraft(author, { id: saved.id })).toMatchObject({ decisions: 2, changed: 1 });
    const parked = await publishTable.orPark(author, { id: saved.id, reason: 'board decision 12' });
    expect(parked).toMatchObject({ parked: expect.stringMatching(/^apr_/) });
    expect((await pointTables(author, { point: 'test.limit' })).versions[0]?.state).toBe('draft');
    expect(await ask(asJob(tenant), { minor: 10_000n })).toMatchObject({ outcome: 'allow', version: 'preset' });
  });

  it('needs the grant', async () => {
    const support = await staffCtx(tenant, ['clients.*']);
    await expect(saveDraft(support, draft([]))).rejects.toMatchObject({ kind: 'forbidden', reason: 'grant_missing' });
  });
});
