import type { z } from 'zod';
import type { Ctx } from '@/server/kernel/context';
import { effect } from '@/server/kernel/effect';
import { found, Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import { recordAttempt } from './attempts';
import type { StartDeposit } from './contract';
import { beginSendBack, recordSendBack } from './deposit-review';
import { beginDeposit, type DepositIntent } from './deposits';
import { beginLeg, recordLeg, reportOf } from './legs';
import type { MoveState, PaymentState, PspEvent, PspPort } from './ports';
import { legForSending, lookupOfAttempt } from './sendings';

/** What happened in the world is recorded by the house, whoever asked. */
export const asHouse = (ctx: Ctx): Ctx => {
  const { idempotencyKey: _one, ...rest } = ctx;
  return { ...rest, credential: { kind: 'job', name: 'payments' } };
};

const portOf = (ctx: Ctx, tenantId: string, connectionId: string): Promise<PspPort> =>
  ctx.ports.psp.of(tenantId, connectionId);

const nothingKnown: PaymentState = {
  outcome: 'unknown',
  reference: null,
  pspId: null,
  requested: null,
  authorised: null,
  received: null,
  charges: [],
  redirectUrl: null,
  instrument: null,
  problem: null,
  expiresAt: null,
};
const moveUnknown: MoveState = {
  kind: 'refund',
  outcome: 'unknown',
  reference: null,
  pspId: null,
  amount: null,
  proof: null,
  problem: null,
};

type Start = z.input<typeof StartDeposit> & { clientId?: Id<'client'> | null };

/** The client's click: intent, PSP, outcome; answers with the page to go to. A lost reply stays `processing` and is looked up. */
export const startDeposit = effect<
  Start,
  DepositIntent & { returnUrl: string; tenantId: string },
  PaymentState,
  z.output<typeof recordAttempt.spec.output>
>({
  name: 'payments.deposit.start',
  begin: async (ctx, { returnPath, ...input }) => {
    const intent = await beginDeposit(ctx, input);
    const back = new URL(returnPath, ctx.ports.site.origin);
    back.searchParams.set('deposit', intent.depositId);
    return { ...intent, returnUrl: back.toString(), tenantId: await tenantIdOf(ctx) };
  },
  call: async (ctx, intent) => {
    const port = await portOf(ctx, intent.tenantId, intent.connectionId);
    return port.createPayment({
      reference: intent.attemptId,
      amount: intent.amount,
      payer: {
        reference: intent.payer.reference,
        name: intent.payer.name,
        ...(intent.payer.email ? { email: intent.payer.email } : {}),
      },
      description: intent.description,
      method: { kind: 'hosted' },
      returnUrl: intent.returnUrl,
      cancelUrl: intent.returnUrl,
      createdAt: intent.createdAt,
      expiresAt: intent.expiresAt,
    });
  },
  lost: () => nothingKnown,
  settle: (ctx, intent, state) => recordAttempt(asHouse(ctx), { attemptId: intent.attemptId, state }),
});

/** The tenant's uuid, which ports are addressed by; a slug in the context is resolved by the funnel only. */
async function tenantIdOf(ctx: Ctx): Promise<string> {
  if ('id' in ctx.tenant) return ctx.tenant.id;
  return lookupOfAttempt.tenantId(asHouse(ctx));
}

/** Asks the PSP how an attempt stands and applies the answer. For webhooks, for the sweeper, for a client who came back. */
export const lookUpAttempt = effect<
  { attemptId: Id<'attempt'>; event?: { id: string; type: string; occurredAt: Date } },
  Awaited<ReturnType<typeof lookupOfAttempt>> & { event?: { id: string; type: string; occurredAt: Date } },
  PaymentState | null,
  z.output<typeof recordAttempt.spec.output> | null
>({
  name: 'payments.attempt.look_up',
  begin: async (ctx, { attemptId, event }) => {
    const lookup = await lookupOfAttempt(asHouse(ctx), { attemptId });
    return { ...lookup, ...(event ? { event } : {}) };
  },
  call: async (ctx, lookup) => {
    const port = await portOf(ctx, lookup.tenantId, lookup.connectionId);
    const answer = await port.getPayment({
      reference: lookup.attemptId,
      createdAt: lookup.createdAt,
      ...(lookup.pspId ? { pspId: lookup.pspId } : {}),
    });
    if (answer.found === 'yes') return answer.value;
    const isProvenAbsent =
      answer.found === 'no' && lookup.absentBefore && lookup.sinceSentMs > 2 * port.capabilities.lookupGraceMs;
    return isProvenAbsent ? { ...nothingKnown, outcome: 'error_not_sent' } : null;
  },
  lost: () => null,
  settle: async (ctx, lookup, state) =>
    state
      ? recordAttempt(asHouse(ctx), {
          attemptId: lookup.attemptId,
          state,
          ...(lookup.event ? { event: lookup.event } : {}),
        })
      : null,
});

/** One leg out of the door: sent once under its own reference; whatever was sent before is looked up, never sent again. */
export const sendLeg = effect<
  { legId: Id<'leg'> },
  Awaited<ReturnType<typeof legForSending>>,
  MoveState,
  z.output<typeof recordLeg.spec.output>
>({
  name: 'payments.leg.send',
  begin: async (ctx, { legId }) => {
    const { move } = await beginLeg(asHouse(ctx), { id: legId });
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
      return answer.found === 'yes' ? answer.value : moveUnknown;
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
    return answer.found === 'yes' ? answer.value : moveUnknown;
  },
  lost: () => moveUnknown,
  settle: (ctx, leg, state) => recordLeg(asHouse(ctx), reportOf(leg.id, state)),
});

export const sendBackDeposit = effect<
  { depositId: Id<'deposit'> },
  z.output<typeof beginSendBack.spec.output> & { tenantId: string },
  MoveState,
  unknown
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
      createdAt: intent.createdAt,
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
  settle: (ctx, intent, state) =>
    recordSendBack(asHouse(ctx), {
      id: intent.depositId,
      outcome: state.outcome,
      pspId: state.pspId,
      problem: state.problem ? state.problem.code : null,
    }),
});

/**
 * A verified event of a PSP. Its content is a hint: the object it names is fetched and that is applied, so a forged, stale or
 * reordered event can do nothing that a timer could not.
 */
export async function applyPspEvent(ctx: Ctx, event: PspEvent): Promise<void> {
  const hint = { id: event.eventId, type: event.vendorType, occurredAt: event.occurredAt };
  if (event.kind === 'payment' && event.payment.reference?.startsWith('att_'))
    await lookUpAttempt(ctx, { attemptId: event.payment.reference as Id<'attempt'>, event: hint });
  else if (event.kind === 'move' && event.move.reference?.startsWith('leg_'))
    await sendLeg(ctx, { legId: event.move.reference as Id<'leg'> });
  else if (event.kind === 'dispute') throw new Refusal('unavailable', 'disputes_are_read_by_the_sweeper');
}
