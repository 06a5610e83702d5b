import { beforeAll, describe, expect, it } from 'vitest';
import type { Id } from '@/server/kernel/ids';
import { isParked } from '@/server/kernel/verb';
import { listAudit } from '@/server/modules/audit';
import { readClient, releaseHold } from '@/server/modules/clients';
import {
  applyPspEvent,
  cancelWithdrawal,
  closeCollected,
  collectDisputeDebt,
  listDeposits,
  listDisputes,
  listWithdrawals,
  lookUpDispute,
  requestWithdrawal,
  writeOffDispute,
} from '@/server/modules/payments';
import { listWork } from '@/server/modules/work';
import { receiveWebhook } from '@/server/transports/webhooks';
import { staffCtx } from '../../support/actors';
import { type Brokerage, testBrokerage } from '../../support/brokerage';
import { booksOf, eur, type Payer, paidIn, payerIn } from '../../support/payer';
import { agree } from '../../support/votes';

describe('chargebacks', () => {
  let house: Brokerage;
  beforeAll(async () => {
    house = await testBrokerage();
  });

  const psp = () => house.stripe.as(house.account.id);
  const ask = (pspId: string) => lookUpDispute(house.job, { connectionId: house.connectionId, pspId });
  const holdsOf = async (payer: Payer) =>
    (await readClient(house.administrator, { id: payer.id })).activeHolds.map(({ reason }) => reason);
  const depositState = async (payer: Payer) => (await listDeposits(payer.ctx, {})).rows[0]?.state;
  const dispute = async (payer: Payer) => (await listDisputes(house.administrator, { clientId: payer.id })).rows[0];

  it('takes what the wallet has, lets the client owe the rest, holds withdrawals, and gives all back when it is won', async () => {
    const payer = await payerIn(house, 'Marit');
    const charge = await paidIn(house, payer, 100_000n, 3);
    const { id } = await requestWithdrawal(payer.ctx, { amount: eur(40_000n) });
    expect(id).toBeTruthy(); // 400.00 of it is held for a withdrawal that waits for people
    const claim = psp().openDispute(charge, 'fraudulent');
    const event = { eventId: 'evt_d1', vendorType: 'charge.dispute.created', occurredAt: new Date() };
    const hint = { pspId: claim.id } as never; // content of an event is a hint; only the id is read
    await applyPspEvent(house.job, { ...event, kind: 'dispute', dispute: hint }, house.connectionId);
    await Promise.all([ask(claim.id), ask(claim.id)]);
    const open = await booksOf(house, payer);
    expect(open.accounts).toEqual({ wallet: 40_000n, debt: -40_000n });
    expect(open.house.chargeback_cost).toBe(-1_500n);
    expect(open.total).toEqual([eur(0n)]);
    expect(await depositState(payer)).toBe('disputed');
    expect(await holdsOf(payer)).toEqual(['chargeback']);
    expect(await dispute(payer)).toMatchObject({ state: 'open', withdrawn: eur(100_000n), owed: eur(40_000n) });
    const items = await listWork(house.administrator, { view: 'all', clientId: payer.id });
    expect(items.rows.map(({ kind }) => kind)).toContain('chargeback');

    psp().closeDispute(claim.id, true);
    await Promise.all([ask(claim.id), ask(claim.id)]);
    const won = await booksOf(house, payer);
    expect(won.accounts).toEqual({ wallet: 100_000n });
    expect(won.house.chargeback_cost ?? 0n).toBe(0n);
    expect(await depositState(payer)).toBe('credited');
    expect(await holdsOf(payer)).toEqual([]);
  });

  it('a lost one is written off by two people, and until then withdrawals stay under review', async () => {
    const payer = await payerIn(house, 'Anselm');
    const charge = await paidIn(house, payer, 60_000n, 3);
    await requestWithdrawal(payer.ctx, { amount: eur(60_000n) });
    const claim = psp().openDispute(charge, 'fraudulent');
    psp().closeDispute(claim.id, false);
    await ask(claim.id); // lost is the first we hear of it
    expect(await depositState(payer)).toBe('charged_back');
    expect((await booksOf(house, payer)).accounts).toEqual({ wallet: 60_000n, debt: -60_000n });
    expect(await holdsOf(payer)).toEqual(['chargeback']);
    const seen = await dispute(payer);
    if (!seen) throw new Error('no dispute');
    const [one, other] = await Promise.all(
      ['Nadia', 'Rhea'].map(async (name) =>
        house.withPorts(await staffCtx(house.tenant, ['payments.*', 'clients.*'], { name })),
      ),
    );
    if (!one || !other) throw new Error('two people were asked for');
    const parked = await writeOffDispute.orPark(one, { id: seen.id, reason: 'client is gone' });
    if (!isParked(parked)) throw new Error('one person wrote it off');
    await expect(agree(one, { id: parked.parked as Id<'approval'> })).rejects.toMatchObject({
      reason: 'cannot_approve_own_request',
    });
    await agree(other, { id: parked.parked as Id<'approval'> });
    const books = await booksOf(house, payer);
    expect(books.accounts).toEqual({ wallet: 60_000n });
    expect(books.house.bad_debt).toBe(-60_000n);
    expect(await holdsOf(payer)).toEqual([]);
    await expect(writeOffDispute(one, { id: seen.id, reason: 'once more' })).rejects.toMatchObject({
      reason: 'nothing_to_write_off',
    });
  });

  it('what the wallet gets later pays the debt of a lost one', async () => {
    const payer = await payerIn(house, 'Halina');
    const charge = await paidIn(house, payer, 60_000n, 3);
    await requestWithdrawal(payer.ctx, { amount: eur(60_000n) });
    const claim = psp().openDispute(charge, 'fraudulent');
    psp().closeDispute(claim.id, false);
    await ask(claim.id);
    const seen = await dispute(payer);
    if (!seen) throw new Error('no dispute');
    await expect(collectDisputeDebt(house.administrator, { id: seen.id })).rejects.toMatchObject({
      reason: 'nothing_to_collect',
    });
    expect(seen.owed).toEqual(eur(60_000n));

    // While he owes, nothing leaves: no new wish, no transfer, and the old one is not released.
    const refused = { reason: 'debt_open', detail: { params: { owed: '600.00 EUR' } } };
    await expect(requestWithdrawal(payer.ctx, { amount: eur(1n) })).rejects.toMatchObject(refused);
    const [waiting] = (await listWithdrawals(house.administrator, { clientId: payer.id })).rows;
    if (!waiting?.approvalId) throw new Error('no withdrawal waits');
    const finance = house.withPorts(
      await staffCtx(house.tenant, ['payments.*', 'clients.*', 'work.*'], { name: 'Rhea' }),
    );
    await expect(agree(finance, { id: waiting.approvalId })).rejects.toMatchObject(refused);

    // Two people let him pay by card again. A part of the debt is paid so; the rest, by the withdrawal that is given up.
    const [hold] = (await readClient(house.administrator, { id: payer.id })).activeHolds;
    if (!hold) throw new Error('no hold');
    const parked = await releaseHold.orPark(finance, { id: hold.id, reason: 'pays by card' });
    if (!isParked(parked)) throw new Error('one person released it');
    await agree(house.administrator, { id: parked.parked as Id<'approval'> });
    await paidIn(house, payer, 10_000n);
    expect((await booksOf(house, payer)).accounts).toEqual({ wallet: 60_000n, debt: -50_000n });
    await cancelWithdrawal(payer.ctx, { id: waiting.id });
    const paid = await booksOf(house, payer);
    expect(paid.accounts).toEqual({ wallet: 10_000n });
    expect(paid.total).toEqual([eur(0n)]);
    await closeCollected(house.job, { clientId: payer.id });
    await closeCollected(house.job, { clientId: payer.id });
    expect(await holdsOf(payer)).toEqual([]);
    const open = await listWork(house.administrator, { view: 'all', clientId: payer.id });
    expect(open.rows.map(({ kind }) => kind)).not.toContain('chargeback_debt');
    const story = await listAudit(house.administrator, { clientId: payer.id, action: 'ledger.debt.collected' });
    expect(story.rows.map(({ facts }) => facts?.amount)).toEqual([
      { minor: '50000', asset: 'EUR' },
      { minor: '10000', asset: 'EUR' },
    ]);
  });

  it('an inquiry moves no money and is work for finance', async () => {
    const payer = await payerIn(house, 'Odile');
    const charge = await paidIn(house, payer, 20_000n, 3);
    const claim = psp().openDispute(charge, 'general', true);
    await ask(claim.id);
    expect((await booksOf(house, payer)).accounts).toEqual({ wallet: 20_000n });
    expect(await depositState(payer)).toBe('credited');
    expect(await holdsOf(payer)).toEqual([]);
    const items = await listWork(house.administrator, { view: 'all', clientId: payer.id });
    expect(items.rows.map(({ kind }) => kind)).toContain('dispute_inquiry');
  });

  it('the webhook of a chargeback is taken, and books it', async () => {
    const payer = await payerIn(house, 'Kees');
    const charge = await paidIn(house, payer, 15_000n, 3);
    const claim = psp().openDispute(charge, 'fraudulent');
    const body = JSON.stringify({
      id: `evt_${claim.id}`,
      object: 'event',
      type: 'charge.dispute.created',
      created: Math.floor(Date.now() / 1_000),
      data: { object: claim },
    });
    const answer = await receiveWebhook(
      await signed(body),
      { port: 'psp', connection: house.connectionId },
      async (of) => ({ ...house.job, ...of }) as typeof house.job,
    );
    expect(answer.status).toBe(200);
    expect((await booksOf(house, payer)).accounts).toEqual({});
    expect(await depositState(payer)).toBe('disputed');
  });
});

async function signed(body: string): Promise<Request> {
  const at = Math.floor(Date.now() / 1_000);
  const key = await crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode('whsec_test0123456789abcdef'),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  const mac = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(`${at}.${body}`));
  return new Request('http://127.0.0.1/api/webhooks/psp', {
    method: 'POST',
    body,
    headers: { 'stripe-signature': `t=${at},v1=${Buffer.from(mac).toString('hex')}` },
  });
}
