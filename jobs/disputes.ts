import type { Id } from '@/server/kernel/ids';
import { sendAnswer } from '@/server/modules/payments';
import { inngest } from './client';
import { idOf, jobCtx } from './house';

/** Evidence, or giving up: told to the PSP until it has said that it took it. */
const answer = inngest.createFunction(
  {
    id: 'payments-answer-dispute',
    triggers: [{ event: 'payments/dispute.answering' }],
    retries: 8,
    concurrency: { limit: 1, key: 'event.data.disputeId' },
  },
  async ({ event, step }) => {
    await step.run('tell', () =>
      sendAnswer(jobCtx(event, 'payments'), { disputeId: idOf<Id<'dispute'>>(event, 'disputeId') }),
    );
  },
);

export const disputesJobs = [answer];
