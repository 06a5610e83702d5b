import { beforeAll, describe, expect, it } from 'vitest';
import { uuidFromId } from '@/server/kernel/ids';
import { registerClient } from '@/server/modules/clients';
import { beginDeposit, lookUpAttempt, staleAttemptIds } from '@/server/modules/payments';
import { readDeposit } from '@/server/modules/payments/queries';
import { clientCtx } from '../../support/actors';
import { type Brokerage, testBrokerage } from '../../support/brokerage';
import { approveKyc } from '../../support/payer';
import { newEmail } from '../../support/people';

describe('a deposit whose process died before it asked the PSP', () => {
  let house: Brokerage;
  beforeAll(async () => {
    house = await testBrokerage();
  });
  const later = (seconds: number) => ({ ...house.job, clock: { now: () => new Date(Date.now() + seconds * 1_000) } });

  it('ends as failed once the PSP has said twice, a grace time apart, that it knows nothing', async () => {
    const { id } = await registerClient(house.job, {
      brand: house.brand,
      email: newEmail('absent'),
      password: 'correct horse battery staple',
      firstName: 'Marit',
      lastName: 'Oosterveld',
      country: 'NL',
      acceptedTerms: true,
    });
    if (!id) throw new Error('not registered');
    await approveKyc(house.job, { id });
    const client = house.withPorts(await clientCtx(house.tenant, uuidFromId('client', id)));
    const amount = { minor: 10_000n, asset: 'EUR' };
    const { attemptId, depositId } = await beginDeposit(client, { amount, returnPath: '/t/test/portal/wallet' });
    const state = async () => (await readDeposit(client, { id: depositId })).state;
    await lookUpAttempt(later(90), { attemptId });
    expect(await state()).toBe('processing');
    await lookUpAttempt(later(120), { attemptId });
    expect(await state(), 'the books of the PSP may lag').toBe('processing');
    expect(await staleAttemptIds(later(240), {})).toContain(attemptId);
    await lookUpAttempt(later(240), { attemptId });
    expect(await state()).toBe('failed');
    expect(await staleAttemptIds(later(600), {})).not.toContain(attemptId);
  });
});
