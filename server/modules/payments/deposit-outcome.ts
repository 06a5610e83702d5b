import type { Id } from '@/server/kernel/ids';
import { type Money, toJson } from '@/server/kernel/money';
import { can, next } from '@/server/kernel/state';
import type { Uow } from '@/server/kernel/uow';
import { raiseWork } from '@/server/kernel/work';
import { advance } from '@/server/modules/clients';
import { post, psp, recipes, suspense } from '@/server/modules/ledger';
import { payeeFor } from './client-facts';
import { ownershipOf, rememberFromCharge } from './instruments';
import type { AttemptOutcome, ChargeRef, PaymentState } from './ports';
import { type AttemptRow, type DepositRow, insertCharge, updateAttempt, updateDeposit } from './repository/deposits';
import type { InstrumentRow } from './repository/withdrawals';
import { type DepositEvent, depositStates } from './state';

const final: ReadonlySet<AttemptOutcome> = new Set([
  'approved',
  'declined_hard',
  'declined_soft',
  'declined_step_up',
  'cancelled',
  'expired',
  'error_not_sent',
]);

/** Which event of the deposit an attempt's outcome is; null when it says nothing new. */
const eventOf: Record<AttemptOutcome, DepositEvent | null> = {
  approved: null, // money is booked charge by charge
  pending_action: 'redirect',
  pending_psp: 'process',
  declined_hard: 'fail',
  declined_soft: 'fail',
  declined_step_up: 'fail',
  error_not_sent: 'fail',
  unknown: 'process',
  cancelled: 'cancel',
  expired: 'expire',
};

type Place = { attempt: AttemptRow; deposit: DepositRow };

/**
 * Applies what the PSP says now. Safe for duplicates, reordering and a webhook that overtakes the response: charges are booked
 * once by their id, and an attempt that is decided does not become undecided again.
 */
export async function applyPaymentState(
  uow: Uow,
  { attempt, deposit }: Place,
  state: PaymentState,
): Promise<DepositRow['state']> {
  const isDecided =
    attempt.outcome === 'approved' || (final.has(attempt.outcome as AttemptOutcome) && state.charges.length === 0);
  let current = deposit;
  if (!isDecided || state.outcome === 'approved') {
    await updateAttempt(uow, attempt.id, {
      outcome: state.outcome,
      pspId: state.pspId ?? attempt.pspId,
      redirectUrl: state.redirectUrl ?? attempt.redirectUrl,
      problem: state.problem,
      ...(final.has(state.outcome) ? { decidedAt: uow.now } : {}),
    });
    if (attempt.outcome !== state.outcome) traceAttempt(uow, deposit, attempt, state);
  }
  for (const each of state.charges) current = await bookCharge(uow, current, attempt, each, state);
  const event = isDecided || state.charges.length > 0 ? null : eventOf[state.outcome];
  if (event && can(depositStates, current.state as typeof depositStates.initial, event))
    current = await move(
      uow,
      current,
      event,
      state.problem?.class === 'risk' ? 'declined' : (state.problem?.code ?? null),
    );
  if (state.outcome === 'unknown') uow.emit({ name: 'payments/attempt.unknown', data: { attemptId: attempt.id } });
  return current.state;
}

function traceAttempt(uow: Uow, deposit: DepositRow, attempt: AttemptRow, state: PaymentState): void {
  uow.audit({
    action: 'payments.attempt.updated',
    object: { type: 'attempt', id: attempt.id },
    thread: deposit.id,
    client: deposit.clientId,
    changes: { outcome: [attempt.outcome, state.outcome] },
    facts: {
      pspId: state.pspId,
      problem: state.problem ? { class: state.problem.class, code: state.problem.code } : null,
    },
  });
}

async function bookCharge(
  uow: Uow,
  deposit: DepositRow,
  attempt: AttemptRow,
  charge: ChargeRef,
  state: PaymentState,
): Promise<DepositRow> {
  const instrument = state.instrument
    ? await rememberFromCharge(uow, deposit.clientId, attempt.connectionId, state.instrument)
    : null;
  const isSurplus = deposit.creditedMinor !== null || deposit.state === 'in_review';
  const isNew = await insertCharge(uow, {
    connectionId: attempt.connectionId,
    pspChargeId: charge.id,
    depositId: deposit.id,
    attemptId: attempt.id,
    instrumentId: instrument?.id ?? null,
    asset: charge.received.asset,
    receivedMinor: charge.received.minor,
    refundedMinor: charge.refunded.minor,
    isSurplus,
    at: uow.now,
  });
  if (!isNew) return deposit;
  if (instrument && !attempt.instrumentId) await updateAttempt(uow, attempt.id, { instrumentId: instrument.id });
  if (isSurplus) return bookSurplus(uow, deposit, attempt.connectionId, charge);
  const why = await reviewReason(uow, deposit, charge.received, instrument, state.instrument?.holderName ?? null);
  return why
    ? hold(uow, deposit, attempt.connectionId, charge, why)
    : credit(uow, deposit, attempt.connectionId, charge);
}

/** Money that may not reach the wallet without a person; null when nothing speaks against it. */
async function reviewReason(
  uow: Uow,
  deposit: DepositRow,
  received: Money,
  instrument: InstrumentRow | null,
  holderName: string | null,
): Promise<string | null> {
  if (received.asset !== deposit.asset) return 'other_currency_received';
  if (received.minor !== deposit.requestedMinor) return 'other_amount_received';
  if (instrument?.ownership === 'third_party') return 'third_party_instrument';
  const payee = await payeeFor(uow, deposit.clientId);
  // A card known as his own, paid with under another name this time.
  const isOtherName = holderName !== null && holderName !== instrument?.holderName;
  if (isOtherName && ownershipOf(holderName, payee.legalName).ownership === 'third_party') return 'other_name_given';
  return payee.deposit.state === 'denied' ? 'deposit_no_longer_allowed' : null;
}

async function credit(
  uow: Uow,
  deposit: DepositRow,
  connection: Id<'connection'>,
  charge: ChargeRef,
): Promise<DepositRow> {
  const via = { client: deposit.clientId, entity: deposit.entityId, connection };
  await post(uow, {
    ...recipes.depositApproved(via, charge.received),
    reference: `deposit/${deposit.id}/${charge.id}`,
    thread: deposit.id,
    client: deposit.clientId,
  });
  return credited(uow, deposit, charge.received, null);
}

export async function credited(
  uow: Uow,
  deposit: DepositRow,
  amount: Money,
  reason: string | null,
): Promise<DepositRow> {
  const state = next(depositStates, deposit.state as typeof depositStates.initial, 'credit');
  await updateDeposit(uow, deposit.id, { state, creditedMinor: amount.minor, creditedAt: uow.now, reason: null });
  uow.audit({
    action: 'payments.deposit.credited',
    object: { type: 'deposit', id: deposit.id },
    thread: deposit.id,
    client: deposit.clientId,
    changes: { state: [deposit.state, state] },
    facts: { number: deposit.number, amount: toJson(amount) },
    ...(reason ? { reason } : {}),
  });
  await advance(uow, deposit.clientId, 'funding', 'fund', `deposit ${deposit.number}`);
  uow.emit({ name: 'payments/deposit.credited', data: { depositId: deposit.id, clientId: deposit.clientId } });
  return { ...deposit, state, creditedMinor: amount.minor };
}

/** The PSP has the money; until a person has decided it belongs to nobody's wallet. */
async function hold(
  uow: Uow,
  deposit: DepositRow,
  connection: Id<'connection'>,
  charge: ChargeRef,
  reason: string,
): Promise<DepositRow> {
  await post(uow, {
    recipe: 'deposit.held',
    reference: `deposit/${deposit.id}/${charge.id}`,
    thread: deposit.id,
    client: deposit.clientId,
    transfers: [
      {
        debit: psp(deposit.entityId, connection, 'clearing', charge.received.asset),
        credit: suspense(deposit.entityId, 'deposit_review', charge.received.asset),
        amount: charge.received,
        code: 'deposit',
      },
    ],
  });
  await raiseWork(uow, {
    kind: 'deposit_review',
    object: { type: 'deposit', id: deposit.id },
    title: `${deposit.number} arrived and was not credited: ${reason.replaceAll('_', ' ')}`,
    team: 'finance',
    client: deposit.clientId,
    priority: 1,
    stake: charge.received,
  });
  return move(uow, deposit, 'review', reason);
}

/** A second charge for one wish: the client's money, taken once too often. It is kept apart and sent back by a person. */
async function bookSurplus(
  uow: Uow,
  deposit: DepositRow,
  connection: Id<'connection'>,
  charge: ChargeRef,
): Promise<DepositRow> {
  await post(uow, {
    recipe: 'deposit.surplus',
    reference: `deposit/${deposit.id}/${charge.id}`,
    thread: deposit.id,
    client: deposit.clientId,
    transfers: [
      {
        debit: psp(deposit.entityId, connection, 'clearing', charge.received.asset),
        credit: suspense(deposit.entityId, 'charged_twice', charge.received.asset),
        amount: charge.received,
        code: 'deposit_surplus',
      },
    ],
  });
  await raiseWork(uow, {
    kind: 'charged_twice',
    object: { type: 'deposit', id: deposit.id },
    title: `${deposit.number} was charged twice by the PSP`,
    team: 'finance',
    client: deposit.clientId,
    priority: 0,
    stake: charge.received,
  });
  uow.audit({
    action: 'payments.deposit.charged_twice',
    object: { type: 'deposit', id: deposit.id },
    thread: deposit.id,
    client: deposit.clientId,
    facts: { charge: charge.id, amount: toJson(charge.received) },
  });
  return deposit;
}

async function move(uow: Uow, deposit: DepositRow, event: DepositEvent, reason: string | null): Promise<DepositRow> {
  const state = next(depositStates, deposit.state as typeof depositStates.initial, event);
  if (state === deposit.state) return deposit;
  const isClosed = ['failed', 'expired', 'cancelled'].includes(state);
  await updateDeposit(uow, deposit.id, { state, reason, ...(isClosed ? { closedAt: uow.now } : {}) });
  uow.audit({
    action: `payments.deposit.${state}`,
    object: { type: 'deposit', id: deposit.id },
    thread: deposit.id,
    client: deposit.clientId,
    changes: { state: [deposit.state, state] },
    ...(reason ? { facts: { why: reason } } : {}),
  });
  if (isClosed)
    uow.emit({ name: 'payments/deposit.failed', data: { depositId: deposit.id, clientId: deposit.clientId } });
  if (state === 'in_review')
    uow.emit({ name: 'payments/deposit.in_review', data: { depositId: deposit.id, clientId: deposit.clientId } });
  return { ...deposit, state };
}
