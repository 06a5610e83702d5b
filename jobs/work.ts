import {
  countDueSnoozed,
  expireApproval,
  listExpiredApprovals,
  listUnpromised,
  promiseWork,
  wakeSnoozed,
} from '@/server/modules/work';
import { inngest } from './client';
import { allTenants, jobCtx } from './house';

const job = 'work';

/** Clocks of the inbox: what was snoozed comes back, what has no time yet is given one by the bank calendar, what nobody decided in time is closed. */
export const tick = inngest.createFunction(
  { id: 'work-tick', triggers: [{ cron: '* * * * *' }], concurrency: 1 },
  async ({ step }) => {
    const tenants = await step.run('tenants', () => allTenants());
    await step.sendEvent(
      'fan-out',
      tenants.map(({ id }) => ({ name: 'work/tick.due', data: { tenantId: id } })),
    );
  },
);

export const tickTenant = inngest.createFunction(
  {
    id: 'work-tick-tenant',
    triggers: [{ event: 'work/tick.due' }],
    concurrency: { limit: 1, key: 'event.data.tenantId' },
    retries: 1,
  },
  async ({ event, step }) => {
    const { due } = await step.run('due', () => countDueSnoozed(jobCtx(event, job), {}));
    if (due > 0) await step.run('wake', () => wakeSnoozed(jobCtx(event, job), {}));
    const { items } = await step.run('unpromised', () => listUnpromised(jobCtx(event, job), {}));
    if (items > 0) await step.run('promise', () => promiseWork(jobCtx(event, job), {}));
    const { ids } = await step.run('expired', () => listExpiredApprovals(jobCtx(event, job), {}));
    for (const approvalId of ids)
      await step.run(`expire ${approvalId}`, () => expireApproval(jobCtx(event, job), { approvalId }));
  },
);

export const workJobs = [tick, tickTenant];
