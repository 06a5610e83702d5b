import { escalateReviews, openQuarter } from '@/server/modules/access';
import { inngest } from './client';
import { allTenants, jobCtx } from './house';

const job = 'access-reviews';

const askReviews = inngest.createFunction(
  { id: 'access-ask-reviews', triggers: [{ cron: '20 5 * * *' }] },
  async ({ step }) => {
    const tenants = await step.run('tenants', allTenants);
    await step.sendEvent(
      'fan out',
      tenants.map(({ id }) => ({ name: 'access/reviews.due', data: { tenantId: id } })),
    );
  },
);

/** Each morning: has a quarter begun that nobody was asked about, and is an answer late? */
const mindReviews = inngest.createFunction(
  { id: job, triggers: [{ event: 'access/reviews.due' }], concurrency: { limit: 1, key: 'event.data.tenantId' } },
  async ({ event, step }) => {
    await step.run('open', () => openQuarter(jobCtx(event, job), {}));
    await step.run('escalate', () => escalateReviews(jobCtx(event, job), {}));
  },
);

export const accessJobs = [askReviews, mindReviews];
