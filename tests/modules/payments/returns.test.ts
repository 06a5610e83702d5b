import { beforeAll, describe, expect, it } from 'vitest';
import type { Id } from '@/server/kernel/ids';
import {
  applyPspEvent,
  openLegIds,
  readWithdrawal,
  recordLeg,
  requestWithdrawal,
  sendLeg,
  settledLegIds,
} from '@/server/modules/payments';
import { listWork } from '@/server/modules/work';
import { type Brokerage, testBrokerage } from '../../support/brokerage';
import { booksOf, eur, later, paidIn, payerIn } from '../../support/payer';

describe('money that does not arrive', () => {
  let house: Brokerage;
  beforeAll(async () => {
    house = await testBrokerage();
  });

  const refundsAtPsp = () => house.stripe.truth(house.account.id).payments.at(-1)?.refunded;

  async function sending(name: string, minor: bigint) {
    const payer = await payerIn(house, name);
    await paidIn(house, payer, 40_000n, 2);
    const { id, state } = await requestWithdrawal(payer.ctx, { amount: eur(minor) });
    expect(state).toBe('approved');
    const [legId] = await openLegIds(house.job, { withdrawalId: id });
    if (!legId) throw new Error('no leg');
    return { payer, id, legId };
  }
  const stateOf = async (id: Id<'withdrawal'>) => (await readWithdrawal(house.administrator, { id })).state;

  it('a refund that never reached the PSP is looked up twice and then sent again under the same reference', async () => {
    const { payer, id, legId } = await sending('Odile', 30_000n);
    house.stripe.faults.add({ on: 'refunds.create', fault: { kind: 'drop_before' }, times: 9 });
    await sendLeg(house.job, { legId });
    house.stripe.faults.clear();
    expect(refundsAtPsp()).toBe(0);
    for (const minutes of [0.1, 2, 2.2]) {
      await sendLeg(later(house.job, minutes), { legId });
      expect(refundsAtPsp(), `after ${minutes} minutes`).toBe(0);
      expect(await stateOf(id)).toBe('sending');
    }
    // The second absence, a grace time after the first; then the leg goes out once more.
    await sendLeg(later(house.job, 4), { legId });
    await sendLeg(later(house.job, 5), { legId });
    expect(refundsAtPsp()).toBe(30_000);
    expect(await stateOf(id)).toBe('paid');
    expect((await booksOf(house, payer)).accounts).toEqual({ wallet: 10_000n });
  });

  it('a refund whose reply was lost is found, and not sent again however long nobody asks', async () => {
    const { id, legId } = await sending('Anselm', 25_000n);
    house.stripe.faults.add({ on: 'refunds.create', fault: { kind: 'drop_after' } });
    await sendLeg(house.job, { legId });
    house.stripe.faults.clear();
    await sendLeg(later(house.job, 90), { legId });
    expect(refundsAtPsp()).toBe(25_000);
    expect(await stateOf(id)).toBe('paid');
  });

  it('a refund the card bank sends back after it was paid is the wallet’s again, and the charge can take it once more', async () => {
    const { payer, id, legId } = await sending('Halina', 20_000n);
    await sendLeg(house.job, { legId });
    expect(await stateOf(id)).toBe('paid');
    const before = await booksOf(house, payer);
    const problem = 'never: expired_or_canceled_card';
    await recordLeg(house.job, { id: legId, outcome: 'returned', pspId: null, proof: null, problem });
    await recordLeg(house.job, { id: legId, outcome: 'returned', pspId: null, proof: null, problem });
    expect(await stateOf(id)).toBe('returned');
    const after = await booksOf(house, payer);
    expect(after.accounts).toEqual({ wallet: 40_000n });
    expect(after.total).toEqual([eur(0n)]);
    // Back at the PSP, where it never left the clearing for the bank.
    expect(after.house.bank).toBe(before.house.bank);
    const again = await requestWithdrawal(payer.ctx, { amount: eur(40_000n) });
    const plan = await readWithdrawal(house.administrator, { id: again.id });
    expect((plan.plan.length > 0 ? plan.plan : plan.legs).map(({ kind }) => kind)).toEqual(['refund']);
  });

  const refundFails = async (id: Id<'withdrawal'>) => {
    const [leg] = (await readWithdrawal(house.administrator, { id })).legs;
    house.stripe.as(house.account.id).failRefund(leg?.pspId ?? '');
  };
  /** What the PSP's webhook would say of it; its content is a hint, the PSP is asked. */
  const said = (legId: string, outcome: 'settled' | 'returned') => {
    const move = { kind: 'refund' as const, outcome, reference: legId, pspId: null, amount: null, proof: null };
    const event = { eventId: `evt_${legId}`, vendorType: 'refund.updated', occurredAt: new Date() };
    return applyPspEvent(house.job, { ...event, kind: 'move', move: { ...move, problem: null } }, house.connectionId);
  };

  it('a refund that fails after it was settled, as its webhooks tell, comes back once and finance sees it', async () => {
    const { payer, id, legId } = await sending('Ottilie', 15_000n);
    await sendLeg(house.job, { legId });
    await said(legId, 'returned');
    expect(await stateOf(id), 'a webhook that the PSP does not bear out').toBe('paid');
    await refundFails(id);
    await said(legId, 'settled');
    expect(await stateOf(id), 'an old webhook asks nobody').toBe('paid');
    await Promise.all([said(legId, 'returned'), said(legId, 'returned')]);
    await said(legId, 'returned');
    expect(await stateOf(id)).toBe('returned');
    const books = await booksOf(house, payer);
    expect(books.accounts).toEqual({ wallet: 40_000n });
    expect(books.total).toEqual([eur(0n)]);
    expect(refundsAtPsp()).toBe(0);
    const { rows } = await listWork(house.administrator, { view: 'all', clientId: payer.id });
    expect(rows.map(({ kind }) => kind)).toEqual(['payout_returned']);
  });

  it('where the webhook is lost, what was settled is asked about at growing distances', async () => {
    const { id, legId } = await sending('Ludmila', 12_000n);
    await sendLeg(house.job, { legId });
    const dueAt = async (hours: number) => (await settledLegIds(later(house.job, hours * 60), {})).includes(legId);
    expect([await dueAt(1), await dueAt(7)]).toEqual([false, true]);
    await sendLeg(later(house.job, 7 * 60), { legId, isDoubted: true });
    expect([await dueAt(12), await dueAt(15), await dueAt(31 * 24)]).toEqual([false, true, false]);
    expect(await stateOf(id)).toBe('paid');
    await refundFails(id);
    await sendLeg(later(house.job, 15 * 60), { legId, isDoubted: true });
    expect(await stateOf(id)).toBe('returned');
  });
});
