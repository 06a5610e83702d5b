import type { z } from 'zod';
import { effect } from '@/server/kernel/effect';
import { Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import { type AnswerIntent, beginAnswer, recordAnswer } from './dispute-answer';
import { recordDispute } from './disputes';
import { asHouse, portOf, tenantIdOf } from './house';
import type { DisputeAnswer, DisputeState, Found } from './ports';

type Named = { readonly connectionId: Id<'connection'>; readonly pspId: string };

/** Asks the PSP how a claim stands and books what its own books say. An event is only the reason to ask. */
export const lookUpDispute = effect<
  Named,
  Named & { tenantId: string },
  Found<DisputeState>,
  z.output<typeof recordDispute.spec.output> | null
>({
  name: 'payments.dispute.look_up',
  begin: async (ctx, named) => ({ ...named, tenantId: await tenantIdOf(ctx) }),
  call: async (ctx, { tenantId, connectionId, pspId }) => (await portOf(ctx, tenantId, connectionId)).getDispute(pspId),
  lost: () => ({ found: 'unknown', problem: { class: 'unknown', code: 'lost', detail: 'no answer' } }),
  settle: async (ctx, { connectionId }, answer) => {
    // Whoever told us is asked to tell again: a webhook by its 503, a job by its retry.
    if (answer.found === 'unknown') throw new Refusal('unavailable', 'psp_did_not_answer');
    return answer.found === 'yes' ? recordDispute(asHouse(ctx), { connectionId, dispute: answer.value }) : null;
  },
});

const isOver = ({ status }: DisputeState) => !['inquiry', 'open', 'under_review'].includes(status);

/** Tells the card bank what was decided. It is looked first whether it was told: a lost reply must not be said twice. */
export const sendAnswer = effect<
  { disputeId: Id<'dispute'> },
  z.output<typeof AnswerIntent> & { tenantId: string },
  DisputeAnswer,
  z.output<typeof recordAnswer.spec.output>
>({
  name: 'payments.dispute.answer',
  begin: async (ctx, { disputeId }) => {
    const intent = await beginAnswer(asHouse(ctx), { id: disputeId });
    return intent && { ...intent, tenantId: await tenantIdOf(ctx) };
  },
  call: async (ctx, { tenantId, connectionId, pspId, answer, evidence }) => {
    const port = await portOf(ctx, tenantId, connectionId);
    const seen = await port.getDispute(pspId);
    if (seen.found === 'yes' && (isOver(seen.value) || (answer === 'contested' && seen.value.submissions > 0)))
      return { outcome: 'taken', dispute: seen.value };
    return answer === 'contested' ? port.contestDispute(pspId, evidence) : port.acceptDispute(pspId);
  },
  lost: () => ({ outcome: 'unknown', problem: { class: 'unknown', code: 'lost', detail: 'no answer' } }),
  settle: async (ctx, { id, connectionId }, said) => {
    if (said.outcome === 'unknown') throw new Refusal('unavailable', 'psp_did_not_answer');
    if (said.outcome === 'taken') await recordDispute(asHouse(ctx), { connectionId, dispute: said.dispute });
    const problem = said.outcome === 'taken' ? null : `${said.problem.code}: ${said.problem.detail}`;
    return recordAnswer(asHouse(ctx), { id, problem });
  },
});
