import type { z } from 'zod';
import { effect } from '@/server/kernel/effect';
import { found } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import { recordAbsence } from './absences';
import { beginSendBack, recordSendBack } from './deposit-review';
import { asHouse, portOf, tenantIdOf } from './house';
import { beginLeg, recordLeg, reportOf } from './legs';
import type { Found, MoveState, PspPort } from './ports';
import { legForSending } from './sendings';

const moveUnknown: MoveState = {
  kind: 'refund',
  outcome: 'unknown',
  reference: null,
  pspId: null,
  amount: null,
  proof: null,
  problem: null,
};

type Absent = { readonly absent: true; readonly graceMs: number };

function seen(answer: Found<MoveState>, port: PspPort): MoveState | Absent {
  if (answer.found === 'yes') return answer.value;
  return answer.found === 'no' ? { absent: true, graceMs: port.capabilities.lookupGraceMs } : moveUnknown;
}

/** One leg out of the door: sent once under its own reference; what was sent before is looked up until the PSP has it, or has proven that it never came. */
export const sendLeg = effect<
  { legId: Id<'leg'>; isDoubted?: boolean },
  Awaited<ReturnType<typeof legForSending>>,
  MoveState | Absent,
  z.output<typeof recordLeg.spec.output>
>({
  name: 'payments.leg.send',
  begin: async (ctx, { legId, isDoubted = false }) => {
    const { move } = await beginLeg(asHouse(ctx), { id: legId, isDoubted });
    if (move === 'nothing') return null;
    return legForSending(asHouse(ctx), { id: legId, move });
  },
  call: async (ctx, leg) => {
    const port = await portOf(ctx, leg.tenantId, leg.connectionId);
    const reference = leg.id;
    if (leg.kind === 'refund') {
      const payment = {
        reference: found(leg.attemptId, 'attempt_not_found'),
        createdAt: leg.paidAt,
        ...(leg.paymentPspId ? { pspId: leg.paymentPspId } : {}),
      };
      if (leg.move === 'send')
        return port.refund({
          reference,
          payment,
          ...(leg.chargeId ? { chargeId: leg.chargeId } : {}),
          amount: leg.amount,
          reason: 'requested_by_customer',
          createdAt: leg.sentAt,
        });
      const answer = await port.getRefund({ reference, payment, ...(leg.pspId ? { pspId: leg.pspId } : {}) });
      return seen(answer, port);
    }
    if (leg.move === 'send')
      return port.payout({
        reference,
        amount: leg.amount,
        beneficiary: found(leg.beneficiary, 'beneficiary_missing'),
        remittance: leg.remittance,
        createdAt: leg.sentAt,
      });
    const answer = await port.getPayout({
      reference,
      createdAt: leg.sentAt,
      ...(leg.pspId ? { pspId: leg.pspId } : {}),
    });
    return seen(answer, port);
  },
  lost: () => moveUnknown,
  settle: (ctx, leg, state) =>
    'absent' in state
      ? recordAbsence(asHouse(ctx), { id: leg.id, graceMs: state.graceMs })
      : recordLeg(asHouse(ctx), reportOf(leg.id, state)),
});

const reportOfBack = (intent: { depositId: Id<'deposit'> }, state: MoveState) => ({
  id: intent.depositId,
  outcome: state.outcome,
  pspId: state.pspId,
  problem: state.problem ? state.problem.code : null,
});

export const sendBackDeposit = effect<
  { depositId: Id<'deposit'> },
  z.output<typeof beginSendBack.spec.output> & { tenantId: string },
  MoveState,
  z.output<typeof recordSendBack.spec.output>
>({
  name: 'payments.deposit.send_back',
  begin: async (ctx, { depositId }) => ({
    ...(await beginSendBack(asHouse(ctx), { id: depositId })),
    tenantId: await tenantIdOf(ctx),
  }),
  call: async (ctx, intent) => {
    const port = await portOf(ctx, intent.tenantId, intent.connectionId);
    const payment = {
      reference: intent.attemptId,
      createdAt: intent.paidAt,
      ...(intent.pspId ? { pspId: intent.pspId } : {}),
    };
    return port.refund({
      reference: intent.reference,
      payment,
      chargeId: intent.chargeId,
      amount: { minor: intent.minor, asset: intent.asset },
      reason: 'requested_by_customer',
      createdAt: intent.createdAt,
    });
  },
  lost: () => moveUnknown,
  settle: (ctx, intent, state) => recordSendBack(asHouse(ctx), reportOfBack(intent, state)),
});

/** A refund of held money that is said to have come back: the PSP is asked, and finance hears of it. */
export const lookUpSendBack = effect<
  { depositId: Id<'deposit'> },
  z.output<typeof beginSendBack.spec.output> & { tenantId: string },
  MoveState | null,
  z.output<typeof recordSendBack.spec.output> | null
>({
  name: 'payments.deposit.look_up_send_back',
  begin: async (ctx, { depositId }) => ({
    ...(await beginSendBack(asHouse(ctx), { id: depositId })),
    tenantId: await tenantIdOf(ctx),
  }),
  call: async (ctx, intent) => {
    const port = await portOf(ctx, intent.tenantId, intent.connectionId);
    const payment = {
      reference: intent.attemptId,
      createdAt: intent.paidAt,
      ...(intent.pspId ? { pspId: intent.pspId } : {}),
    };
    const answer = await port.getRefund({ reference: intent.reference, payment });
    return answer.found === 'yes' ? answer.value : null;
  },
  lost: () => null,
  settle: async (ctx, intent, state) => (state ? recordSendBack(asHouse(ctx), reportOfBack(intent, state)) : null),
});
