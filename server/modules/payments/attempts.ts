import { z } from 'zod';
import { found } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { command } from '@/server/kernel/verb';
import { applyPaymentState } from './deposit-outcome';
import type { PaymentState } from './ports';
import { lockAttempt, rememberEvent, updateAttempt } from './repository/deposits';

/** Made by our own adapters from what the PSP answered; not a shape that users send. */
const State = z.custom<PaymentState>(
  (value) => typeof value === 'object' && value !== null && 'outcome' in value && 'charges' in value,
);

/** Records how an attempt stands. Reply, webhook and look-up all end here, in any order and as often as they like. */
export const recordAttempt = command({
  name: 'payments.attempt.record',
  actors: ['job', 'webhook'],
  input: z.object({
    attemptId: idSchema('attempt'),
    state: State,
    /** The PSP was asked how it stands; what it said to the first call is no look-up. */
    isLookUp: z.boolean().default(false),
    event: z.object({ id: z.string(), type: z.string(), occurredAt: z.date() }).optional(),
  }),
  output: z.object({
    id: idSchema('deposit'),
    state: z.string(),
    redirectUrl: z.string().nullable(),
    reason: z.string().nullable(),
  }),
  run: async (uow, { attemptId, state, isLookUp, event }) => {
    const place = found(await lockAttempt(uow, attemptId), 'attempt_not_found');
    const isNew = event
      ? await rememberEvent(uow, {
          connectionId: place.attempt.connectionId,
          eventId: event.id,
          vendorType: event.type,
          kind: 'payment',
          reference: attemptId,
          occurredAt: event.occurredAt,
          receivedAt: uow.now,
        })
      : true;
    uow.audit({
      action: event ? 'payments.attempt.event' : 'payments.attempt.answer',
      object: { type: 'attempt', id: attemptId },
      thread: place.deposit.id,
      client: place.deposit.clientId,
      facts: {
        outcome: state.outcome,
        pspId: state.pspId,
        ...(event ? { event: event.id, type: event.type, repeated: !isNew } : {}),
      },
    });
    await updateAttempt(uow, attemptId, { lookedUpAt: uow.now, lookups: place.attempt.lookups + (isLookUp ? 1 : 0) });
    const depositState = await applyPaymentState(uow, place, state);
    return {
      id: place.deposit.id,
      state: depositState,
      redirectUrl: state.redirectUrl ?? place.attempt.redirectUrl,
      reason: state.problem?.class === 'risk' ? 'declined' : (state.problem?.code ?? null),
    };
  },
});

/** Asked, and nothing learned: the look-up counts, and `lookedUpAt` stays when the PSP last said something. */
export const recordSilence = command({
  name: 'payments.attempt.record_silence',
  actors: ['job', 'webhook'],
  input: z.object({ attemptId: idSchema('attempt') }),
  output: z.object({}),
  run: async (uow, { attemptId }) => {
    const { attempt, deposit } = found(await lockAttempt(uow, attemptId), 'attempt_not_found');
    const lookups = attempt.lookups + 1;
    await updateAttempt(uow, attemptId, { lookups });
    uow.audit({
      object: { type: 'attempt', id: attemptId },
      thread: deposit.id,
      client: deposit.clientId,
      facts: { lookups },
    });
    return {};
  },
});
