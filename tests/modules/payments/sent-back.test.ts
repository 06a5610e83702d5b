import { beforeAll, describe, expect, it } from 'vitest';
import type { Id } from '@/server/kernel/ids';
import { isParked } from '@/server/kernel/verb';
import {
  applyPspEvent,
  decideDeposit,
  listDeposits,
  lookUpAttempt,
  sendBackDeposit,
  startDeposit,
} from '@/server/modules/payments';
import { listWork } from '@/server/modules/work';
import { staffCtx } from '../../support/actors';
import { type Brokerage, testBrokerage } from '../../support/brokerage';
import { eur, payerIn } from '../../support/payer';
import { agree } from '../../support/votes';

describe('held money that is sent back', () => {
  let house: Brokerage;
  beforeAll(async () => {
    house = await testBrokerage();
  });

  it('and comes back again after the PSP called it paid is a work item of finance, once', async () => {
    const payer = await payerIn(house, 'Roderik');
    const started = await startDeposit(payer.ctx, { amount: eur(7_000n), returnPath: '/t/test/portal/wallet' });
    const session = /(cs_test_\w+)/.exec(started?.redirectUrl ?? '')?.[1] ?? '';
    house.stripe.as(house.account.id).pay(session, { number: '4242424242424242', name: 'Gudrun Achterhuis' });
    const paid = house.stripe.truth(house.account.id).payments.at(-1);
    await lookUpAttempt(house.job, { attemptId: paid?.reference as Id<'attempt'> });
    const [deposit] = (await listDeposits(house.administrator, { clientId: payer.id })).rows;
    if (deposit?.state !== 'in_review') throw new Error(`money of a third party is ${deposit?.state}`);

    const [one, other] = [await staffCtx(house.tenant, ['*']), await staffCtx(house.tenant, ['*'])].map(
      house.withPorts,
    );
    if (!one || !other) throw new Error('nobody is there');
    const reason = 'the card is not his';
    const parked = await decideDeposit.orPark(one, { id: deposit.id, decision: 'send_back', reason });
    if (!isParked(parked)) throw new Error('one person sent it back');
    await agree(other, { id: parked.parked as Id<'approval'> });
    const refund = await sendBackDeposit(house.job, { depositId: deposit.id });
    expect(refund?.outcome).toBe('settled');
    expect(house.stripe.truth(house.account.id).payments.at(-1)?.refunded).toBe(7_000);

    const told = async () =>
      (await listWork(house.administrator, { view: 'all', clientId: payer.id })).rows.filter(
        ({ kind }) => kind === 'refund_failed',
      );
    const move = { kind: 'refund' as const, reference: `back-${deposit.id}`, pspId: null, amount: null, proof: null };
    const says = (outcome: 'settled' | 'returned') =>
      applyPspEvent(
        house.job,
        {
          eventId: 'evt_back',
          vendorType: 'refund.failed',
          occurredAt: new Date(),
          kind: 'move',
          move: { ...move, outcome, problem: null },
        },
        house.connectionId,
      );
    await says('returned');
    expect(await told(), 'a webhook that the PSP does not bear out').toEqual([]);
    const [sent] = refundsSent();
    house.stripe.as(house.account.id).failRefund(sent ?? '');
    await Promise.all([says('returned'), says('returned')]);
    expect((await told()).map(({ object }) => object.id)).toEqual([deposit.id]);
  });

  /** Names of the refunds the emulator holds, from its own snapshot. */
  const refundsSent = () => [...new Set(house.stripe.snapshot().match(/\bre_\w+/g))];
});
