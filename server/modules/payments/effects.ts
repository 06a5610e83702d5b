import type { z } from 'zod';
import type { Ctx } from '@/server/kernel/context';
import { effect } from '@/server/kernel/effect';
import type { Id } from '@/server/kernel/ids';
import { recordAttempt, recordSilence } from './attempts';
import type { StartDeposit } from './contract';
import { sendBackPrefix } from './deposit-review';
import { beginDeposit, type DepositIntent } from './deposits';
import { lookUpDispute } from './dispute-effects';
import { asHouse, portOf, tenantIdOf } from './house';
import { lookUpSendBack, sendLeg } from './outgoing';
import type { MoveState, PaymentState, PspEvent } from './ports';
import { lookupOfAttempt, notThere } from './sendings';

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

type Start = z.input<typeof StartDeposit> & { clientId?: Id<'client'> | null };

/** The client's click: intent, PSP, outcome; answers with the page to go to. A lost reply stays `processing` and is looked up. */
export const startDeposit = effect<
  Start,
  DepositIntent & { returnUrl: string; tenantId: string },
  PaymentState,
  z.output<typeof recordAttempt.spec.output>
>({
  name: 'payments.deposit.start',
  begin: async (ctx, input) => {
    const intent = await beginDeposit(ctx, input);
    const back = new URL(input.returnPath, intent.returnOrigin);
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
    if (answer.found === 'unknown' || lookup.pspId) return null;
    // Two answers a grace time apart prove that it never arrived (payments reference 5.8); the first is remembered as such.
    if (lookup.absentForMs === null) return { ...nothingKnown, problem: notThere };
    const isProven = lookup.absentForMs >= port.capabilities.lookupGraceMs;
    return isProven ? { ...nothingKnown, outcome: 'error_not_sent' } : null;
  },
  lost: () => null,
  settle: async (ctx, { attemptId, event }, state) => {
    if (state) return recordAttempt(asHouse(ctx), { attemptId, state, isLookUp: true, ...(event ? { event } : {}) });
    await recordSilence(asHouse(ctx), { attemptId });
    return null;
  },
});

/**
 * A verified event of a PSP. Its content is a hint: the object it names is fetched and that is applied, so a forged, stale or
 * reordered event can do nothing that a timer could not.
 */
export async function applyPspEvent(ctx: Ctx, event: PspEvent, connectionId: Id<'connection'>): Promise<void> {
  const hint = { id: event.eventId, type: event.vendorType, occurredAt: event.occurredAt };
  if (event.kind === 'payment' && event.payment.reference?.startsWith('att_'))
    await lookUpAttempt(ctx, { attemptId: event.payment.reference as Id<'attempt'>, event: hint });
  else if (event.kind === 'move') await applyMove(ctx, event.move);
  else if (event.kind === 'dispute') await lookUpDispute(ctx, { connectionId, pspId: event.dispute.pspId });
}

async function applyMove(ctx: Ctx, { outcome, reference }: MoveState): Promise<void> {
  // Good news of what is settled asks nobody anything; bad news does, because money paid can come back for weeks.
  const isDoubted = outcome !== 'settled' && outcome !== 'pending_psp';
  if (reference?.startsWith('leg_')) await sendLeg(ctx, { legId: reference as Id<'leg'>, isDoubted });
  else if (reference?.startsWith(sendBackPrefix) && isDoubted)
    await lookUpSendBack(ctx, { depositId: reference.slice(sendBackPrefix.length) as Id<'deposit'> });
}
