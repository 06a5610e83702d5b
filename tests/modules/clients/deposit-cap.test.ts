import { beforeAll, describe, expect, it } from 'vitest';
import type { Id } from '@/server/kernel/ids';
import { isParked } from '@/server/kernel/verb';
import { advance, clientStanding, setTierByPolicy } from '@/server/modules/clients';
import { publishTable, saveDraft } from '@/server/modules/policy';
import { staffCtx } from '../../support/actors';
import { asJob, type TestTenant, testTenant } from '../../support/house';
import { approveParked, inUow, newClient, type Place, place } from '../../support/registrations';

describe('what may be paid in before verification', () => {
  let tenant: TestTenant;
  beforeAll(async () => {
    tenant = await testTenant();
  });

  async function applying(at: Place): Promise<Id<'client'>> {
    const { id } = await newClient(tenant, at);
    await inUow(asJob(tenant), async (uow) => {
      await advance(uow, id, 'verification', 'apply', 'test');
      await setTierByPolicy(uow, id, 'T1', 'test');
    });
    return id;
  }
  const deposit = async (id: Id<'client'>) =>
    (await inUow(asJob(tenant), (uow) => clientStanding(uow, id)))?.capabilities.deposit;

  it('is a decision of the tenant by jurisdiction and tier, published by two people', async () => {
    const [cyprus, britain] = [await applying(await place(tenant)), await applying(await place(tenant, 'GB'))];
    expect(await deposit(cyprus)).toMatchObject({ state: 'limited', limit: { minor: 200_000n, asset: 'EUR' } });
    expect(await deposit(britain)).toMatchObject({
      state: 'denied',
      reasons: ['verification_needed', expect.anything()],
    });

    const [author, colleague] = await Promise.all([staffCtx(tenant, ['policy.*']), staffCtx(tenant, ['policy.*'])]);
    const saved = await saveDraft(author, {
      point: 'clients.deposit.cap',
      rows: [{ id: 'small', when: { jurisdiction: 'jurisdiction == "CY"' }, outcome: { capMinor: 50_000 } }],
      note: 'tighter since spring',
    });
    expect(saved.problems).toEqual([]);
    const parked = await publishTable.orPark(author, { id: saved.id, reason: 'board decision 14' });
    if (!isParked(parked)) throw new Error('one person published it');
    await approveParked(colleague, parked.parked);
    expect(await deposit(cyprus)).toMatchObject({ state: 'limited', limit: { minor: 50_000n, asset: 'EUR' } });
  });

  it('is no question once he is verified', async () => {
    const id = await applying(await place(tenant));
    await inUow(asJob(tenant), async (uow) => {
      await advance(uow, id, 'verification', 'approve', 'test');
      await setTierByPolicy(uow, id, 'T2', 'test');
    });
    expect(await deposit(id)).toEqual({ state: 'allowed', reasons: [] });
  });
});
