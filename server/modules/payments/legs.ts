import { z } from 'zod';
import { found, invariant, Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { toJson } from '@/server/kernel/money';
import { next } from '@/server/kernel/state';
import type { Uow } from '@/server/kernel/uow';
import { command } from '@/server/kernel/verb';
import { raiseWork } from '@/server/kernel/work';
import { post, recipes } from '@/server/modules/ledger';
import { planLegs, sumOf } from './calc';
import { returnables } from './checks';
import { amountOf, bookReturn, pocketOf, viaOf } from './leg-returns';
import type { MoveOutcome, MoveState } from './ports';
import { activeConnection, addRefunded } from './repository/deposits';
import {
  insertLegs,
  instrumentById,
  type LegRow,
  legsOf,
  lockLeg,
  lockWithdrawal,
  updateLeg,
  type WithdrawalRow,
} from './repository/withdrawals';
import { absencesThatProve, type LegState, legStates } from './state';
import { giveBack, moveWithdrawal } from './withdrawal-moves';

/** Writes the plan as legs and takes each refund off what its charge can still give back, before anything is sent. */
export async function planIntoLegs(uow: Uow, row: WithdrawalRow): Promise<void> {
  const payout = row.payoutInstrumentId ? await instrumentById(uow, row.payoutInstrumentId) : null;
  const plan = planLegs(amountOf(row), await returnables(uow, row.clientId), row.requestedAt, payout !== null);
  if (plan.needsBankAccount) throw new Refusal('rejected', 'bank_account_needed', { field: 'payoutInstrumentId' });
  const bank = plan.legs.some((leg) => leg.kind === 'bank')
    ? found(await activeConnection(uow, 'bank', null, row.entityId), 'no_bank_connection')
    : null;
  if (bank && payout?.ownership !== 'own_name')
    throw new Refusal('rejected', 'bank_account_not_verified', { field: 'payoutInstrumentId' });
  const legs: Parameters<typeof insertLegs>[1] = [];
  for (const [position, leg] of plan.legs.entries()) {
    const common = {
      id: uow.id('leg'),
      withdrawalId: row.id,
      position,
      asset: row.asset,
      amountMinor: leg.amount.minor,
      state: legStates.initial,
      createdAt: uow.now,
    };
    if (leg.kind === 'refund') {
      const isFree = await addRefunded(uow, leg.to.connectionId, leg.to.chargeId, leg.amount.minor);
      if (!isFree) throw new Refusal('conflict', 'charge_already_returned');
      legs.push({
        ...common,
        kind: 'refund',
        connectionId: leg.to.connectionId,
        instrumentId: leg.to.instrumentId,
        pspChargeId: leg.to.chargeId,
        chargeAttemptId: leg.to.attemptId,
      });
    } else if (bank) legs.push({ ...common, kind: 'bank', connectionId: bank.id, instrumentId: payout?.id ?? null });
  }
  await insertLegs(uow, legs);
  uow.audit({
    action: 'payments.withdrawal.routed',
    object: { type: 'withdrawal', id: row.id },
    thread: row.id,
    client: row.clientId,
    facts: {
      legs: legs.map((leg) => ({
        id: leg.id,
        kind: leg.kind,
        minor: leg.amountMinor.toString(),
        charge: leg.pspChargeId ?? null,
      })),
    },
  });
}

const LegRef = z.object({
  id: idSchema('leg'),
  /** Somebody says that what was settled has come back: asked about once more. */
  isDoubted: z.boolean().default(false),
});

/** Absent twice, a grace time apart, is proof (payments reference 5.8); anything less is looked up. */
function moveOf(leg: LegRow, isDoubted: boolean): 'send' | 'lookup' | 'nothing' {
  if (leg.state === 'planned') return 'send';
  if (leg.state === 'unknown' && leg.absences >= absencesThatProve) return 'send';
  if (leg.state === 'settled' && isDoubted) return 'lookup';
  return leg.state === 'sending' || leg.state === 'unknown' ? 'lookup' : 'nothing';
}

/** Books the leg out of the hold and marks it sent, before a byte leaves. Answers `send` once, then `lookup` until absence is proven. */
export const beginLeg = command({
  name: 'payments.leg.begin',
  actors: ['job'],
  input: LegRef,
  output: z.object({
    id: idSchema('leg'),
    move: z.enum(['send', 'lookup', 'nothing']),
    connectionId: idSchema('connection'),
  }),
  run: async (uow, { id, isDoubted }) => {
    const { leg, withdrawal } = found(await lockLeg(uow, id), 'leg_not_found');
    const move = moveOf(leg, isDoubted);
    uow.audit({
      action: `payments.leg.${move}`,
      object: { type: 'leg', id },
      thread: withdrawal.id,
      client: withdrawal.clientId,
      facts: { state: leg.state, amount: toJson(amountOf(leg)), kind: leg.kind, absences: leg.absences },
    });
    if (move === 'send' && leg.state !== 'planned') {
      // Booked when it left the first time. The same reference again, so that a late first copy is no second payment.
      await updateLeg(uow, id, { state: next(legStates, 'unknown', 'retry'), absences: 0, absentAt: null });
      return { id, move, connectionId: leg.connectionId };
    }
    if (move !== 'send') {
      await updateLeg(uow, id, { lookedUpAt: uow.now, lookups: leg.lookups + 1 });
      return { id, move, connectionId: leg.connectionId };
    }
    const holdId = found(withdrawal.holdId, 'withdrawal_holds_nothing');
    const legs =
      leg.kind === 'refund'
        ? recipes.refundSent(viaOf(withdrawal, leg), amountOf(leg), holdId, pocketOf(withdrawal))
        : recipes.withdrawalSent(viaOf(withdrawal, leg), amountOf(leg), holdId, pocketOf(withdrawal));
    await post(uow, { ...legs, reference: `leg/${id}/sent`, thread: withdrawal.id, client: withdrawal.clientId });
    await updateLeg(uow, id, { state: next(legStates, 'planned', 'send'), sentAt: uow.now });
    if (withdrawal.state === 'approved') await moveWithdrawal(uow, withdrawal, 'send', {});
    return { id, move, connectionId: leg.connectionId };
  },
});

const eventOf: Record<MoveOutcome, 'settle' | 'wait' | 'fail' | 'lose' | 'bounce'> = {
  settled: 'settle',
  pending_psp: 'wait',
  failed: 'fail',
  cancelled: 'fail',
  error_not_sent: 'fail',
  returned: 'bounce',
  unknown: 'lose',
};

const MoveReport = z.object({
  id: idSchema('leg'),
  outcome: z.enum(['settled', 'pending_psp', 'failed', 'cancelled', 'error_not_sent', 'returned', 'unknown']),
  pspId: z.string().nullable(),
  proof: z.object({ kind: z.string(), id: z.string(), bookedAt: z.date() }).nullable(),
  problem: z.string().max(300).nullable(),
});

export const reportOf = (id: LegRow['id'], state: MoveState): z.input<typeof MoveReport> => ({
  id,
  outcome: state.outcome,
  pspId: state.pspId,
  proof: state.proof,
  problem: state.problem ? `${state.problem.class}: ${state.problem.code}` : null,
});

/** What the PSP or bank says of a leg, from reply, webhook or look-up alike; saying it twice changes nothing. */
export const recordLeg = command({
  name: 'payments.leg.record',
  actors: ['job', 'webhook'],
  input: MoveReport,
  output: z.object({ state: z.string() }),
  run: async (uow, report) => {
    const { leg, withdrawal } = found(await lockLeg(uow, report.id), 'leg_not_found');
    const event = eventOf[report.outcome];
    const state = legStates.transitions[leg.state as LegState][event];
    const trace = { object: { type: 'leg', id: leg.id }, thread: withdrawal.id, client: withdrawal.clientId };
    if (state === undefined || state === leg.state) {
      uow.audit({ ...trace, facts: { repeated: report.outcome, state: leg.state } });
      if (report.pspId && !leg.pspId) await updateLeg(uow, leg.id, { pspId: report.pspId });
      return { state: leg.state };
    }
    await updateLeg(uow, leg.id, {
      state,
      pspId: report.pspId ?? leg.pspId,
      proof: report.proof ?? leg.proof,
      problem: report.problem,
      ...(state === 'settled' ? { settledAt: uow.now } : {}),
    });
    uow.audit({
      ...trace,
      action: `payments.leg.${state}`,
      changes: { state: [leg.state, state] },
      facts: { pspId: report.pspId, problem: report.problem, proof: report.proof },
    });
    await bookLeg(uow, withdrawal, leg, state);
    await concludeIfDone(uow, withdrawal, state);
    return { state };
  },
});

async function bookLeg(uow: Uow, withdrawal: WithdrawalRow, leg: LegRow, state: LegState): Promise<void> {
  const [via, amount, pocket] = [viaOf(withdrawal, leg), amountOf(leg), pocketOf(withdrawal)];
  const set = { thread: withdrawal.id, client: withdrawal.clientId };
  if (state === 'settled' && leg.kind === 'bank')
    await post(uow, { ...recipes.withdrawalSettled(via, amount), ...set, reference: `leg/${leg.id}/settled` });
  if (state === 'failed') {
    const legs =
      leg.kind === 'refund' ? recipes.refundFailed(via, amount, pocket) : recipes.withdrawalFailed(via, amount, pocket);
    await post(uow, { ...legs, ...set, reference: `leg/${leg.id}/failed` });
    if (leg.kind === 'refund' && leg.pspChargeId)
      await addRefunded(uow, leg.connectionId, leg.pspChargeId, -leg.amountMinor);
  }
  if (state === 'returned') await bookReturn(uow, withdrawal, leg);
  if (state === 'unknown') uow.emit({ name: 'payments/leg.unknown', data: { legId: leg.id } });
}

/** All legs have an answer: paid, or what came back goes home. */
async function concludeIfDone(uow: Uow, withdrawal: WithdrawalRow, last: LegState): Promise<void> {
  if (last === 'returned' && withdrawal.state === 'paid') {
    await moveWithdrawal(uow, withdrawal, 'bounce', {});
    return;
  }
  const legs = await legsOf(uow, withdrawal.id);
  if (legs.some((leg) => leg.state === 'planned' || leg.state === 'sending' || leg.state === 'unknown')) return;
  const failed = legs.filter((leg) => leg.state === 'failed');
  const row = found(await lockWithdrawal(uow, withdrawal.id), 'withdrawal_not_found');
  if (row.state !== 'sending') return;
  if (failed.length === 0) {
    const paid = await moveWithdrawal(uow, row, 'settle', { closedAt: uow.now, holdId: null });
    // A part may have come back while the others were still under way.
    if (legs.some((leg) => leg.state === 'returned')) await moveWithdrawal(uow, paid, 'bounce', {});
    else uow.emit({ name: 'payments/withdrawal.paid', data: { withdrawalId: row.id, clientId: row.clientId } });
    return;
  }
  const back = sumOf(row.asset, failed.map(amountOf));
  invariant(back.minor <= row.amountMinor, 'more came back than had left');
  await raiseWork(uow, {
    kind: 'payout_failed',
    object: { type: 'withdrawal', id: row.id },
    title: `${row.number}: ${failed.length} of ${legs.length} parts could not be paid`,
    team: 'finance',
    client: row.clientId,
    priority: 0,
    stake: back,
  });
  // The hold is used up by the legs; what failed lies free in its pocket and travels home from there.
  await giveBack(
    uow,
    { ...row, holdId: null },
    { event: 'fail', reason: `payout_failed: ${failed.length} of ${legs.length}`, isRestricted: false },
  );
}
