import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { lockWaiting, vote } from '@/server/kernel/approvals';
import { idSchema, uuidFromId } from '@/server/kernel/ids';
import { refuseParked, replayApproved } from '@/server/kernel/replay';
import { command, isParked } from '@/server/kernel/verb';
import { readClient, registerClient } from '@/server/modules/clients';
import {
  addBankAccount,
  cancelWithdrawal,
  listDeposits,
  lookUpAttempt,
  openLegIds,
  readWithdrawal,
  requestWithdrawal,
  sendLeg,
  startDeposit,
  withdrawalTimeline,
} from '@/server/modules/payments';
import { closeWorkItem, listWork } from '@/server/modules/work';
import { clientCtx, staffCtx } from '../../support/actors';
import { type Brokerage, testBrokerage } from '../../support/brokerage';
import { approveKyc, books, eur } from '../../support/payer';

/** The faces of approvals live in the work module; here only their core is needed. */
const decide = command({
  name: 'test.approval.decide',
  actors: ['staff'],
  ownAccount: true,
  input: z.object({ id: idSchema('approval'), decision: z.enum(['approve', 'reject']) }),
  output: z.object({ approvals: z.number() }),
  run: async (uow, { id, decision }) => {
    const request = await lockWaiting(uow, id);
    const approvers = await vote(uow, request, decision, null);
    if (decision === 'reject') await refuseParked(uow, request, 'rejected', 'not plausible');
    else if (approvers.length >= request.needed) await replayApproved(uow, request, approvers);
    else uow.audit({ object: { type: 'approval', id } });
    return { approvals: approvers.length };
  },
});

describe('money in and out of a client', () => {
  let house: Brokerage;
  beforeAll(async () => {
    house = await testBrokerage();
  });

  async function newClient(name: string) {
    const registered = await registerClient(house.job, {
      brand: house.brand,
      email: `${name.toLowerCase()}@clients.example`,
      password: 'correct horse battery staple',
      firstName: name,
      lastName: 'Oosterveld',
      country: 'NL',
      acceptedTerms: true,
    });
    if (!registered.id) throw new Error('not registered');
    await approveKyc(house.job, { id: registered.id });
    const ctx = house.withPorts(await clientCtx(house.tenant, uuidFromId('client', registered.id)));
    return { id: registered.id, ctx };
  }

  async function deposit(client: Awaited<ReturnType<typeof newClient>>, minor: bigint, daysAgo = 0) {
    const started = await startDeposit(client.ctx, { amount: eur(minor), returnPath: '/t/test/portal/wallet' });
    const session = /(cs_test_\w+)/.exec(started?.redirectUrl ?? '')?.[1] ?? '';
    house.stripe.as(house.account.id).pay(session, { number: '4242424242424242' });
    const attempt = house.stripe.truth(house.account.id).payments.at(-1)?.reference;
    const credited = { now: () => new Date(Date.now() - daysAgo * 86_400_000) };
    await lookUpAttempt({ ...house.job, clock: credited }, { attemptId: attempt as `att_${string}` });
    return attempt as `att_${string}`;
  }

  const wallet = async (client: { id: `cl_${string}` }) => {
    const { client: money } = await books(house.job, { client: client.id });
    return money;
  };
  const approver = async (name: string) => house.withPorts(await staffCtx(house.tenant, ['payments.*'], { name }));
  async function settle(withdrawalId: `wd_${string}`) {
    for (let round = 0; round < 6; round += 1) {
      for (const legId of await openLegIds(house.job, { withdrawalId })) await sendLeg(house.job, { legId });
      house.bank.tick();
    }
  }

  it('a deposit is credited once, however often it is reported, and the trial balance is zero', async () => {
    const client = await newClient('Marit');
    const attempt = await deposit(client, 150_000n);
    await Promise.all([
      lookUpAttempt(house.job, { attemptId: attempt }),
      lookUpAttempt(house.job, { attemptId: attempt, event: { id: 'evt_1', type: 'x', occurredAt: new Date() } }),
      lookUpAttempt(house.job, { attemptId: attempt, event: { id: 'evt_1', type: 'x', occurredAt: new Date() } }),
    ]);
    const { rows } = await listDeposits(client.ctx, {});
    expect(rows).toMatchObject([{ state: 'credited', credited: eur(150_000n) }]);
    expect(JSON.stringify(await wallet(client), (_k, v) => (typeof v === 'bigint' ? `${v}` : v))).toContain('150000');
    const { trial } = await books(house.job, { client: client.id });
    expect(trial.totals).toEqual([eur(0n)]);
    const seen = await readClient(house.administrator, { id: client.id });
    expect(seen.facets.funding).toBe('funded');
  });

  it("holds money that a known card pays under somebody else's name", async () => {
    const client = await newClient('Jorien');
    const pay = async (name: string) => {
      const started = await startDeposit(client.ctx, { amount: eur(5_000n), returnPath: '/t/test/portal/wallet' });
      const session = /(cs_test_\w+)/.exec(started?.redirectUrl ?? '')?.[1] ?? '';
      house.stripe.as(house.account.id).pay(session, { number: '4242424242424242', name });
      const attempt = house.stripe.truth(house.account.id).payments.at(-1)?.reference;
      await lookUpAttempt(house.job, { attemptId: attempt as `att_${string}` });
      const { rows } = await listDeposits(client.ctx, { limit: 10 });
      return rows.find((row) => row.id === started?.id);
    };
    expect(await pay('Jorien Oosterveld')).toMatchObject({ state: 'credited' });
    expect(await pay('Gerbrand Elsewhere')).toMatchObject({ state: 'in_review' });
    expect(await pay('J. Oosterveld')).toMatchObject({ state: 'credited' });
  });

  it('refuses more than there is, naming what there is', async () => {
    const client = await newClient('Anselm');
    await deposit(client, 10_000n);
    await expect(requestWithdrawal(client.ctx, { amount: eur(10_001n) })).rejects.toMatchObject({
      reason: 'insufficient_balance',
      detail: { field: 'amount', params: { available: '100.00' } },
    });
  });

  it('pays a small amount to its source by itself', async () => {
    const client = await newClient('Odile');
    await deposit(client, 40_000n, 2);
    const asked = await requestWithdrawal(client.ctx, { amount: eur(30_000n) });
    expect(asked.state).toBe('approved');
    await settle(asked.id);
    expect((await readWithdrawal(client.ctx, { id: asked.id })).state).toBe('paid');
  });

  it('needs two other people, returns to source first, the rest to the own bank account, and tells the story', async () => {
    const client = await newClient('Halina');
    await deposit(client, 100_000n);
    const bank = await addBankAccount(client.ctx, {
      holderName: 'Halina Oosterveld',
      country: 'NL',
      iban: 'NL91ABNA0417164300',
    });
    expect(bank.ownership).toBe('own_name');
    const asked = await requestWithdrawal(client.ctx, { amount: eur(90_000n), payoutInstrumentId: bank.id });
    expect(asked.state).toBe('in_review');
    const detail = await readWithdrawal(house.administrator, { id: asked.id });
    expect(detail.plan).toMatchObject([{ kind: 'refund', amount: eur(90_000n) }]);
    const approval = detail.approvalId;
    if (!approval) throw new Error('no approval');
    const waiting = async () => (await listWork(house.administrator, { view: 'all', clientId: client.id })).rows;
    // One thing to do, one row: the withdrawal itself, not its request beside it. It ends by the decision only.
    expect(await waiting()).toMatchObject([{ kind: 'withdrawal', object: { id: asked.id } }]);
    for (const { id: itemId } of await waiting())
      await expect(closeWorkItem(house.administrator, { itemId, outcome: 'seen' })).rejects.toThrow();
    const [nadia, rhea] = [await approver('Nadia'), await approver('Rhea')];
    for (const person of [nadia, rhea].slice(0, detail.needed ?? 1))
      await decide(person, { id: approval, decision: 'approve' });
    expect((await readWithdrawal(house.administrator, { id: asked.id })).state).toBe('approved');
    expect(await waiting()).toEqual([]);
    await settle(asked.id);
    const paid = await readWithdrawal(house.administrator, { id: asked.id });
    expect(paid.state).toBe('paid');
    expect(paid.legs.every((leg) => leg.state === 'settled')).toBe(true);
    const story = await withdrawalTimeline(house.administrator, { id: asked.id });
    const actions = story.map((entry) => entry.action);
    for (const action of [
      'payments.withdrawal.request',
      'payments.withdrawal.checked',
      'approvals.request.opened',
      'payments.withdrawal.approved',
      'payments.withdrawal.paid',
    ])
      expect(actions).toContain(action);
  });

  it('a rejection gives the money back and nobody approves his own request', async () => {
    const client = await newClient('Piet');
    await deposit(client, 80_000n);
    const asked = await requestWithdrawal(client.ctx, { amount: eur(70_000n) });
    const { approvalId } = await readWithdrawal(house.administrator, { id: asked.id });
    if (!approvalId) throw new Error('no approval');
    await expect(decide(client.ctx as never, { id: approvalId, decision: 'approve' })).rejects.toMatchObject({
      kind: 'forbidden',
    });
    await decide(await approver('Nadia'), { id: approvalId, decision: 'reject' });
    expect((await readWithdrawal(client.ctx, { id: asked.id })).state).toBe('rejected');
    const again = await requestWithdrawal(client.ctx, { amount: eur(80_000n) });
    expect(again.state).toBe('in_review');
    await cancelWithdrawal(client.ctx, { id: again.id });
    expect((await readWithdrawal(client.ctx, { id: again.id })).state).toBe('cancelled');
  });

  it('is cancelled for the client by staff who say why, and he reads who did it', async () => {
    const client = await newClient('Wim');
    await deposit(client, 90_000n);
    const { id } = await requestWithdrawal(client.ctx, { amount: eur(80_000n) });
    const cashier = await approver('Tomas');
    await expect(cancelWithdrawal(cashier, { id })).rejects.toMatchObject({ reason: 'reason_needed' });
    const reason = 'Changed his mind on the telephone.';
    expect((await cancelWithdrawal(cashier, { id, reason })).state).toBe('cancelled');
    expect((await readWithdrawal(client.ctx, { id })).publicReason).toBe('cancelled_by_house');
    expect((await withdrawalTimeline(cashier, { id })).map((entry) => entry.reason)).toContain(reason);
  });

  it("shows nobody another client's withdrawal", async () => {
    const [one, other] = [await newClient('Kees'), await newClient('Truus')];
    await deposit(one, 20_000n);
    const asked = await requestWithdrawal(one.ctx, { amount: eur(10_000n) });
    await expect(readWithdrawal(other.ctx, { id: asked.id })).rejects.toMatchObject({ kind: 'not_found' });
    expect(isParked(asked)).toBe(false);
  });
});
