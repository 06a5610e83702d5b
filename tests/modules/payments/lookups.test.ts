import { beforeAll, describe, expect, it } from 'vitest';
import { lookUpAttempt, readDepositDetail, startDeposit } from '@/server/modules/payments';
import { type Brokerage, testBrokerage } from '../../support/brokerage';
import { eur, payerIn } from '../../support/payer';

describe('how often an attempt was asked for', () => {
  let house: Brokerage;
  beforeAll(async () => {
    house = await testBrokerage();
  });

  it('counts every question after the first call, answered or not', async () => {
    const payer = await payerIn(house, 'Ottoline');
    const started = await startDeposit(payer.ctx, { amount: eur(5_000n), returnPath: '/t/test/portal/wallet' });
    if (!started) throw new Error('not started');
    const seen = async () => {
      const [attempt] = (await readDepositDetail(house.administrator, { id: started.id })).attempts;
      if (!attempt) throw new Error('no attempt');
      return attempt;
    };
    const first = await seen();
    expect(first.lookups).toBe(0);
    await lookUpAttempt(house.job, { attemptId: first.id });
    const answered = await seen();
    expect(answered.lookups).toBe(1);
    house.stripe.faults.add({ on: 'checkout.sessions.retrieve', fault: { kind: 'drop_before' }, times: 50 });
    await lookUpAttempt(house.job, { attemptId: first.id }).catch(() => null);
    house.stripe.faults.clear();
    expect(await seen()).toMatchObject({ lookups: 2, lookedUpAt: answered.lookedUpAt });
  });
});
