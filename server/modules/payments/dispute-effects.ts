import type { z } from 'zod';
import { effect } from '@/server/kernel/effect';
import { Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import { recordDispute } from './disputes';
import { asHouse, portOf, tenantIdOf } from './house';
import type { DisputeState, Found } from './ports';

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
