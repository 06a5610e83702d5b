import { z } from 'zod';
import { found } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { type Money, toJson } from '@/server/kernel/money';
import { can, next } from '@/server/kernel/state';
import type { Uow } from '@/server/kernel/uow';
import { command } from '@/server/kernel/verb';
import { closeWork, raiseWork } from '@/server/kernel/work';
import { findClient, placeHoldOn, releaseHoldOn } from '@/server/modules/clients';
import { bookDisputeMoney, owedBy } from './dispute-money';
import type { DisputeState as Reported } from './ports';
import { addRefunded, type ChargeRow, type DepositRow, updateDeposit } from './repository/deposits';
import { type DisputeRow, insertDispute, lockDispute, lockDisputedCharge, updateDispute } from './repository/disputes';
import { type DisputeState, depositStates, disputeStates } from './state';

/** Made by our own adapters from what the PSP answered; not a shape that users send. */
const ReportedDispute = z.custom<Reported>(
  (value) => typeof value === 'object' && value !== null && 'withdrawn' in value && 'chargeId' in value,
);

const eventOf: Record<Reported['status'], 'open' | 'win' | 'lose' | 'close' | null> = {
  inquiry: null,
  inquiry_closed: 'close',
  prevented: 'close',
  open: 'open',
  under_review: 'open',
  won: 'win',
  lost: 'lose',
};

/**
 * What the PSP says of a claim, from webhook or look-up, in any order and as often as it likes: money is booked as the
 * difference to what is booked already, so saying it twice moves nothing.
 */
export const recordDispute = command({
  name: 'payments.dispute.record',
  actors: ['job', 'webhook'],
  input: z.object({ connectionId: idSchema('connection'), dispute: ReportedDispute }),
  output: z.object({ id: idSchema('dispute').nullable(), state: z.string() }),
  run: async (uow, { connectionId, dispute: said }) => {
    const place = await lockDisputedCharge(uow, connectionId, said.chargeId);
    if (!place) return unmatched(uow, connectionId, said);
    const before = (await lockDispute(uow, connectionId, said.pspId)) ?? (await firstSeen(uow, place, said));
    const event = eventOf[said.status];
    const from = before.state as DisputeState; // only this verb writes the column
    const state = event && can(disputeStates, from, event) ? next(disputeStates, from, event) : from;
    const isOver = ['won', 'lost', 'closed'].includes(state);
    uow.audit({
      action: state === from ? 'payments.dispute.looked_up' : `payments.dispute.${state}`,
      object: { type: 'dispute', id: before.id },
      thread: place.deposit.id,
      client: before.clientId,
      changes: { state: [before.state, state], respondBy: [before.respondBy, said.respondBy] },
      facts: { status: said.status, withdrawn: toJson(said.withdrawn), fee: toJson(said.fee), reason: said.reason },
    });
    const booked = await bookDisputeMoney(uow, before, said.withdrawn, said.fee);
    const blockedMinor = await block(uow, before, place.charge, said.withdrawn.minor);
    const row = { ...before, ...booked, blockedMinor, state, reason: said.reason, respondBy: said.respondBy };
    const holdId = await holdFor(uow, row);
    await updateDispute(uow, row.id, {
      ...booked,
      blockedMinor,
      state,
      holdId,
      reason: said.reason,
      respondBy: said.respondBy,
      lookedUpAt: uow.now,
      closedAt: isOver ? (before.closedAt ?? uow.now) : null,
      ...answerAfter(before, from, state, said, uow.now),
    });
    await moveDeposit(uow, place.deposit, row);
    await tellFinance(uow, place.deposit, row, state !== from || before.lookedUpAt === null);
    return { id: row.id, state };
  },
});

/** Evidence handed in at the PSP's own site counts as well, and an appeal may be answered once more. */
function answerAfter(before: DisputeRow, from: string, state: string, said: Reported, now: Date): Partial<DisputeRow> {
  if (from === 'lost' && state === 'open')
    return { answer: null, statement: null, answeredAt: null, answerTakenAt: null };
  if (before.answer || said.status !== 'under_review') return {};
  return { answer: 'contested', answeredAt: now, answerTakenAt: now };
}

async function unmatched(uow: Uow, connectionId: DisputeRow['connectionId'], said: Reported) {
  const object = { type: 'connection', id: connectionId };
  uow.audit({ action: 'payments.dispute.unmatched', object, facts: { psp: said.pspId, charge: said.chargeId } });
  await raiseWork(uow, {
    kind: 'dispute_unmatched',
    object,
    title: `The PSP names a chargeback (${said.pspId}) of a charge that was never booked`,
    team: 'finance',
    priority: 0,
    stake: said.amount,
  });
  return { id: null, state: 'unmatched' };
}

async function firstSeen(uow: Uow, { charge, deposit }: Place, said: Reported): Promise<DisputeRow> {
  const row: DisputeRow = {
    tenantId: uow.tenant.id,
    id: uow.id('dispute'),
    connectionId: charge.connectionId,
    pspId: said.pspId,
    pspChargeId: charge.pspChargeId,
    depositId: deposit.id,
    clientId: deposit.clientId,
    entityId: deposit.entityId,
    asset: said.amount.asset,
    amountMinor: said.amount.minor,
    state: disputeStates.initial,
    reason: said.reason,
    withdrawnMinor: 0n,
    feeMinor: 0n,
    blockedMinor: 0n,
    writtenOffMinor: 0n,
    bookings: 0,
    holdId: null,
    answer: null,
    statement: null,
    answeredAt: null,
    answerTakenAt: null,
    respondBy: said.respondBy,
    lookedUpAt: null,
    openedAt: uow.now,
    closedAt: null,
  };
  await insertDispute(uow, row);
  return row;
}

type Place = { readonly charge: ChargeRow; readonly deposit: DepositRow };

/** What the scheme took back cannot be refunded to the card as well: it leaves the return-to-source plan. */
async function block(uow: Uow, row: DisputeRow, charge: ChargeRow, withdrawnMinor: bigint): Promise<bigint> {
  const free = charge.receivedMinor - charge.refundedMinor + row.blockedMinor;
  const wanted = charge.asset !== row.asset ? 0n : withdrawnMinor < free ? withdrawnMinor : free;
  if (wanted !== row.blockedMinor)
    found(
      (await addRefunded(uow, row.connectionId, row.pspChargeId, wanted - row.blockedMinor)) || null,
      'charge_not_found',
    );
  return wanted;
}

/** Withdrawals are reviewed while a claim is open, and after a lost one for as long as the client owes. */
async function holdFor(uow: Uow, row: DisputeRow): Promise<DisputeRow['holdId']> {
  const owes = row.state === 'lost' && (await owedBy(uow, row)).minor > 0n;
  const isNeeded = row.withdrawnMinor > 0n && (row.state === 'open' || owes);
  if (isNeeded && !row.holdId) {
    const client = found(await findClient(uow, row.clientId), 'client_not_found');
    const amount: Money = { minor: row.withdrawnMinor, asset: row.asset };
    return placeHoldOn(uow, client, {
      reason: 'chargeback',
      note: `chargeback ${row.pspId}`,
      amount,
      sourceId: row.id,
    });
  }
  if (isNeeded || !row.holdId) return row.holdId;
  await releaseHoldOn(uow, row.holdId, `chargeback ${row.state}`);
  return null;
}

async function moveDeposit(uow: Uow, deposit: DepositRow, row: DisputeRow): Promise<void> {
  const event =
    row.state === 'won' || row.state === 'closed'
      ? ('win' as const)
      : row.state === 'lost'
        ? ('lose' as const)
        : row.withdrawnMinor > 0n
          ? ('chargeback' as const)
          : null;
  let state = deposit.state as typeof depositStates.initial;
  // Lost before we heard that it was open: both steps are taken, so that the history reads the same.
  const steps = event === 'lose' ? (['chargeback', 'lose'] as const) : event ? [event] : [];
  for (const step of steps) {
    if (!can(depositStates, state, step)) continue;
    const to = next(depositStates, state, step) as typeof state;
    await updateDeposit(uow, deposit.id, { state: to });
    uow.audit({
      action: `payments.deposit.${to}`,
      object: { type: 'deposit', id: deposit.id },
      thread: deposit.id,
      client: deposit.clientId,
      changes: { state: [state, to] },
      facts: { dispute: row.id },
    });
    state = to;
  }
  if (state === 'disputed' && deposit.state !== 'disputed')
    uow.emit({ name: 'payments/deposit.disputed', data: { depositId: deposit.id, clientId: deposit.clientId } });
}

async function tellFinance(uow: Uow, deposit: DepositRow, row: DisputeRow, isNews: boolean): Promise<void> {
  if (!isNews) return;
  const object = { type: 'dispute', id: row.id };
  const amount: Money = { minor: row.amountMinor, asset: row.asset };
  const ids = { disputeId: row.id, depositId: row.depositId, clientId: row.clientId };
  if (row.state === 'inquiry' || row.state === 'open') {
    await raiseWork(uow, {
      kind: row.state === 'open' ? 'chargeback' : 'dispute_inquiry',
      object,
      title: `${deposit.number}: ${row.state === 'open' ? 'charged back' : 'the card bank asks'} (${row.reason.replaceAll('_', ' ')})`,
      team: 'finance',
      client: row.clientId,
      priority: 0,
      stake: amount,
      ...(row.respondBy ? { dueAt: row.respondBy } : {}),
    });
    if (row.state === 'open') uow.emit({ name: 'payments/dispute.opened', data: ids });
    return;
  }
  await closeWork(uow, row.id, row.state);
  if (row.state === 'won') uow.emit({ name: 'payments/dispute.won', data: ids });
  if (row.state !== 'lost') return;
  uow.emit({ name: 'payments/dispute.lost', data: ids });
  const owed = await owedBy(uow, row);
  if (owed.minor <= 0n) return;
  await raiseWork(uow, {
    kind: 'chargeback_debt',
    object,
    title: `${deposit.number}: chargeback lost and not covered; collect it or write it off`,
    team: 'finance',
    client: row.clientId,
    priority: 1,
    stake: owed,
  });
}
