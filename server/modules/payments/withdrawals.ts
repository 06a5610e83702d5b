import { z } from 'zod';
import { lockWaiting } from '@/server/kernel/approvals';
import { found, Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { toDecimalString, toJson } from '@/server/kernel/money';
import { refuseParked } from '@/server/kernel/replay';
import type { Uow } from '@/server/kernel/uow';
import { command } from '@/server/kernel/verb';
import { balanceOf, inTransit, post, recipes, requireNoDebt, wallet } from '@/server/modules/ledger';
import { payeeFor } from './client-facts';
import { CancelWithdrawal, RequestWithdrawal, WithdrawalRef } from './contract';
import { nextNumber } from './repository/numbers';
import {
  insertWithdrawal,
  instrumentById,
  lockWithdrawal,
  updateWithdrawal,
  type WithdrawalRow,
} from './repository/withdrawals';
import { startReview } from './review';
import { type Bookmark, cancellationBy, giveBack, isCancellation, moveWithdrawal } from './withdrawal-moves';

const ownerOf = (row: Pick<WithdrawalRow, 'clientId' | 'entityId'>) => ({ client: row.clientId, entity: row.entityId });

/** Takes the wish, holds the money (or asks the platform for it), checks and routes it: nothing is promised before it is held. */
export const requestWithdrawal = command({
  name: 'payments.withdrawal.request',
  actors: ['client', 'staff'],
  auditRefusal: true,
  input: RequestWithdrawal.extend({ clientId: idSchema('client').nullish() }),
  output: WithdrawalRef,
  run: async (uow, input) => {
    const payee = await payeeFor(uow, input.clientId ?? undefined);
    // Only a named hold denies; everything else is answered by review.
    if (payee.withdraw.state === 'denied') throw new Refusal('rejected', 'withdrawal_not_allowed');
    await requireNoDebt(uow, payee.id);
    if (input.payoutInstrumentId) {
      const instrument = await instrumentById(uow, input.payoutInstrumentId);
      if (instrument?.clientId !== payee.id)
        throw new Refusal('not_found', 'instrument_not_found', { field: 'payoutInstrumentId' });
    }
    const id = uow.id('withdrawal');
    const number = await nextNumber(uow, 'W');
    const row: WithdrawalRow = {
      ...emptyWithdrawal(uow),
      id,
      number,
      clientId: payee.id,
      entityId: payee.entityId,
      asset: input.amount.asset,
      amountMinor: input.amount.minor,
      sourceAccountId: input.sourceAccountId ?? null,
      payoutInstrumentId: input.payoutInstrumentId ?? null,
    };
    await insertWithdrawal(uow, row);
    uow.audit({
      object: { type: 'withdrawal', id },
      thread: id,
      client: payee.id,
      changes: { state: [null, row.state] },
      facts: {
        number,
        amount: toJson(input.amount),
        source: input.sourceAccountId ?? 'wallet',
        payout: input.payoutInstrumentId ?? null,
        ip: uow.request.ip ?? null,
        device: uow.request.deviceId ?? null,
      },
    });
    uow.emit({ name: 'payments/withdrawal.requested', data: { withdrawalId: id, clientId: payee.id } });
    if (input.sourceAccountId) {
      uow.emit({
        name: 'payments/withdrawal.collecting',
        data: { withdrawalId: id, clientId: payee.id, tradingAccountId: input.sourceAccountId },
      });
      return { id, state: row.state };
    }
    const held = await holdMoney(uow, row);
    return { id, state: (await startReview(uow, held)).state };
  },
});

function emptyWithdrawal(uow: Uow) {
  return {
    tenantId: uow.tenant.id,
    state: 'collecting',
    sourceLogin: null,
    holdId: null,
    policyRow: null,
    policyVersion: null,
    needed: null,
    approvalId: null,
    reason: null,
    reasonIsRestricted: false,
    deviceId: uow.request.deviceId ?? null,
    ip: uow.request.ip ?? null,
    requestedAt: uow.now,
    approvedAt: null,
    closedAt: null,
  };
}

/** Holds the amount where it lies. The ledger refuses what is not there, naming what is. */
async function holdMoney(uow: Uow, row: WithdrawalRow): Promise<WithdrawalRow> {
  const amount = { minor: row.amountMinor, asset: row.asset };
  const pocket = row.sourceAccountId ? 'in_transit' : 'wallet';
  const { available } = await balanceOf(
    uow,
    pocket === 'wallet' ? wallet(ownerOf(row), row.asset) : inTransit(ownerOf(row), row.asset),
  );
  if (available.minor < amount.minor)
    throw new Refusal('rejected', 'insufficient_balance', {
      field: 'amount',
      params: { available: toDecimalString(available), asset: row.asset },
    });
  const { holds } = await post(uow, {
    ...recipes.withdrawalRequested(ownerOf(row), amount, pocket),
    reference: `withdrawal/${row.id}/hold`,
    thread: row.id,
    client: row.clientId,
  });
  const holdId = holds[0] ?? null;
  await updateWithdrawal(uow, row.id, { holdId });
  return moveWithdrawal(uow, { ...row, holdId }, 'collected', {});
}

/** The trading side reports: the platform was debited into transit, or it said no. */
export const recordCollected = command({
  name: 'payments.withdrawal.record_collected',
  actors: ['job'],
  input: z.object({
    withdrawalId: idSchema('withdrawal'),
    login: z.string().max(40),
    outcome: z.enum(['applied', 'refused']),
    reason: z.string().max(200).nullish(),
  }),
  output: WithdrawalRef,
  run: async (uow, { withdrawalId, login, outcome, reason }) => {
    const row = found(await lockWithdrawal(uow, withdrawalId), 'withdrawal_not_found');
    if (row.state !== 'collecting') {
      uow.audit({
        object: { type: 'withdrawal', id: row.id },
        thread: row.id,
        client: row.clientId,
        facts: { repeated: true, outcome },
      });
      return { id: row.id, state: row.state };
    }
    if (outcome === 'refused') {
      const failed = await moveWithdrawal(uow, row, 'uncollectable', {
        reason: reason ?? 'platform_refused',
        closedAt: uow.now,
      });
      uow.emit({ name: 'payments/withdrawal.failed', data: { withdrawalId: row.id, clientId: row.clientId } });
      return { id: row.id, state: failed.state };
    }
    await updateWithdrawal(uow, row.id, { sourceLogin: login });
    const held = await holdMoney(uow, { ...row, sourceLogin: login });
    return { id: row.id, state: (await startReview(uow, held)).state };
  },
});

/** The client changes his mind while nobody has decided, or staff do it for him and say why. */
export const cancelWithdrawal = command({
  name: 'payments.withdrawal.cancel',
  actors: ['client', 'staff'],
  auditRefusal: true,
  input: CancelWithdrawal,
  output: WithdrawalRef,
  run: async (uow, { id, reason }) => {
    const row = found(await lockWithdrawal(uow, id), 'withdrawal_not_found');
    await payeeFor(uow, row.clientId);
    if (uow.actor.kind === 'staff' && !reason) throw new Refusal('invalid', 'reason_needed', { field: 'reason' });
    if (row.state !== 'in_review')
      throw new Refusal('conflict', 'withdrawal_cannot_be_cancelled', { params: { state: row.state } });
    const cause = cancellationBy(uow.actor.kind);
    uow.audit({
      object: { type: 'withdrawal', id },
      thread: id,
      client: row.clientId,
      ...(reason ? { reason } : {}),
    });
    if (row.approvalId) await refuseParked(uow, await lockWaiting(uow, row.approvalId), 'cancelled', cause);
    else await giveBack(uow, row, { event: 'cancel', reason: cause, isRestricted: false });
    const after = found(await lockWithdrawal(uow, id), 'withdrawal_not_found');
    return { id, state: after.state };
  },
});

/** The platform has the money again: the way home is complete. */
export const recordReturned = command({
  name: 'payments.withdrawal.record_returned',
  actors: ['job'],
  input: z.object({ withdrawalId: idSchema('withdrawal'), outcome: z.enum(['applied', 'to_wallet']) }),
  output: WithdrawalRef,
  run: async (uow, { withdrawalId, outcome }) => {
    const row = found(await lockWithdrawal(uow, withdrawalId), 'withdrawal_not_found');
    const ending = row.state === 'rejecting' ? endOf(row) : null;
    if (!ending) {
      uow.audit({
        object: { type: 'withdrawal', id: row.id },
        thread: row.id,
        client: row.clientId,
        facts: { repeated: true, outcome },
      });
      return { id: row.id, state: row.state };
    }
    const moved = await moveWithdrawal(uow, row, ending, { closedAt: uow.now }, { returnedTo: outcome });
    uow.emit({ name: `payments/withdrawal.${moved.state}`, data: { withdrawalId: row.id, clientId: row.clientId } });
    return { id: row.id, state: moved.state };
  },
});

const endOf = (row: WithdrawalRow): Bookmark['event'] =>
  isCancellation(row.reason) ? 'cancel' : row.reason?.startsWith('payout_failed') ? 'fail' : 'reject';
