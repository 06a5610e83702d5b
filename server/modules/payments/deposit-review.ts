import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import type { Money } from '@/server/kernel/money';
import { next } from '@/server/kernel/state';
import type { Uow } from '@/server/kernel/uow';
import { command } from '@/server/kernel/verb';
import { closeWork, raiseWork } from '@/server/kernel/work';
import { post, psp, suspense, wallet } from '@/server/modules/ledger';
import { credited } from './deposit-outcome';
import {
  addRefunded,
  attemptById,
  type ChargeRow,
  type DepositRow,
  heldCharges,
  lockDeposit,
  updateDeposit,
} from './repository/deposits';
import { depositStates } from './state';

const moneyOf = (row: ChargeRow): Money => ({ minor: row.receivedMinor, asset: row.asset });

/** Staff decide on money that arrived but was not credited by itself; a second person agrees. */
export const decideDeposit = command({
  name: 'payments.deposit.decide',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: z.object({
    id: idSchema('deposit'),
    decision: z.enum(['credit', 'send_back']),
    reason: z.string().trim().min(4).max(500),
  }),
  output: z.object({ id: idSchema('deposit'), state: z.string() }),
  approval: async (uow, { id, decision, reason }) => {
    const row = found(await lockDeposit(uow, id), 'deposit_not_found');
    return {
      needed: 1,
      decideGrant: 'payments.deposit.decide',
      summary: `${decision === 'credit' ? 'Credit' : 'Send back'} ${row.number}: ${reason}`,
      object: { type: 'deposit', id },
      client: row.clientId,
      stake: { minor: row.requestedMinor, asset: row.asset },
      policyVersion: 'deposit.review/1',
      checks: { state: row.state, why: row.reason },
    };
  },
  run: async (uow, { id, decision, reason }) => {
    const row = found(await lockDeposit(uow, id), 'deposit_not_found');
    if (row.state !== 'in_review')
      throw new Refusal('conflict', 'deposit_not_in_review', { params: { state: row.state } });
    const [held] = await heldCharges(uow, id);
    const charge = found(held, 'charge_not_found');
    await closeWork(uow, id, decision, 'deposit_review');
    return {
      id,
      state: await (decision === 'credit'
        ? creditHeld(uow, row, charge, reason)
        : sendBackHeld(uow, row, charge, reason)),
    };
  },
});

async function creditHeld(uow: Uow, row: DepositRow, charge: ChargeRow, reason: string): Promise<string> {
  const amount = moneyOf(charge);
  const owner = { client: row.clientId, entity: row.entityId };
  await post(uow, {
    recipe: 'deposit.review_credited',
    reference: `deposit/${row.id}/reviewed`,
    thread: row.id,
    client: row.clientId,
    transfers: [
      {
        debit: suspense(row.entityId, 'deposit_review', amount.asset),
        credit: wallet(owner, amount.asset),
        amount,
        code: 'deposit',
      },
    ],
  });
  return (await credited(uow, row, amount, reason)).state;
}

/** Out of suspense towards the PSP; the job then asks the PSP to refund, and a person is told when it will not. */
async function sendBackHeld(uow: Uow, row: DepositRow, charge: ChargeRow, reason: string): Promise<string> {
  const amount = moneyOf(charge);
  await post(uow, {
    recipe: 'deposit.sent_back',
    reference: `deposit/${row.id}/sent-back`,
    thread: row.id,
    client: row.clientId,
    transfers: [
      {
        debit: suspense(row.entityId, 'deposit_review', amount.asset),
        credit: psp(row.entityId, charge.connectionId, 'clearing', amount.asset),
        amount,
        code: 'refund',
      },
    ],
  });
  const state = next(depositStates, 'in_review', 'send_back');
  await updateDeposit(uow, row.id, { state, closedAt: uow.now });
  await addRefunded(uow, charge.connectionId, charge.pspChargeId, amount.minor);
  uow.audit({
    object: { type: 'deposit', id: row.id },
    thread: row.id,
    client: row.clientId,
    changes: { state: ['in_review', state] },
    reason,
  });
  uow.emit({ name: 'payments/deposit.sending_back', data: { depositId: row.id, clientId: row.clientId } });
  return state;
}

/** What the PSP knows the refund of a held deposit by: this before our deposit's id. */
export const sendBackPrefix = 'back-';

export const RefundIntent = z.object({
  depositId: idSchema('deposit'),
  connectionId: idSchema('connection'),
  reference: z.string(),
  attemptId: idSchema('attempt'),
  pspId: z.string().nullable(),
  chargeId: z.string(),
  minor: z.bigint(),
  asset: z.string(),
  paidAt: z.date(),
  /** When the refund was decided: the PSP keeps its key for a day from then, however old the payment is. */
  createdAt: z.date(),
});

/** What the refund job sends; asking again gives the same reference, so the PSP moves money once. */
export const beginSendBack = command({
  name: 'payments.deposit.begin_send_back',
  actors: ['job'],
  input: z.object({ id: idSchema('deposit') }),
  output: RefundIntent,
  run: async (uow, { id }) => {
    const row = found(await lockDeposit(uow, id), 'deposit_not_found');
    if (row.state !== 'sent_back') throw new Refusal('conflict', 'deposit_not_sent_back');
    const charge = found((await heldCharges(uow, id))[0], 'charge_not_found');
    const attempt = found(await attemptById(uow, charge.attemptId), 'attempt_not_found');
    uow.audit({
      object: { type: 'deposit', id },
      thread: id,
      client: row.clientId,
      facts: { charge: charge.pspChargeId },
    });
    return {
      depositId: id,
      connectionId: charge.connectionId,
      reference: `${sendBackPrefix}${id}`,
      attemptId: attempt.id,
      pspId: attempt.pspId,
      chargeId: charge.pspChargeId,
      minor: charge.receivedMinor,
      asset: charge.asset,
      paidAt: attempt.createdAt,
      createdAt: found(row.closedAt, 'deposit_not_sent_back'),
    };
  },
});

export const recordSendBack = command({
  name: 'payments.deposit.record_send_back',
  actors: ['job'],
  input: z.object({
    id: idSchema('deposit'),
    outcome: z.string(),
    pspId: z.string().nullable(),
    problem: z.string().nullable(),
  }),
  output: z.object({ outcome: z.string() }),
  run: async (uow, { id, outcome, pspId, problem }) => {
    const row = found(await lockDeposit(uow, id), 'deposit_not_found');
    uow.audit({
      object: { type: 'deposit', id },
      thread: id,
      client: row.clientId,
      facts: { outcome, pspId, problem },
    });
    if (outcome === 'settled' || outcome === 'pending_psp') await closeWork(uow, id, outcome, 'refund_failed');
    else {
      const words = outcome === 'unknown' ? 'has not said whether it sent back' : 'refused to send back';
      await raiseWork(uow, {
        kind: 'refund_failed',
        object: { type: 'deposit', id },
        title: `The PSP ${words} ${row.number}: ${problem ?? 'no reason given'}`,
        team: 'finance',
        client: row.clientId,
        priority: 0,
        stake: { minor: row.requestedMinor, asset: row.asset },
      });
    }
    return { outcome };
  },
});
