import { idSchema } from '@/server/kernel/ids';
import {
  breakPromises,
  countClocks,
  countDueSnoozed,
  countReminders,
  expireApproval,
  listExpiredApprovals,
  listUnpromised,
  promiseWork,
  remindTasks,
  resumeWaiting,
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
    const { waiting, broken } = await step.run('clocks', () => countClocks(jobCtx(event, job), {}));
    if (waiting > 0)
      await step.run('resume', () => resumeWaiting(jobCtx(event, job), { clientId: null, why: 'the wait is over' }));
    if (broken > 0) await step.run('break', () => breakPromises(jobCtx(event, job), {}));
    const { items } = await step.run('unpromised', () => listUnpromised(jobCtx(event, job), {}));
    if (items > 0) await step.run('promise', () => promiseWork(jobCtx(event, job), {}));
    const { isDue } = await step.run('reminders', () => countReminders(jobCtx(event, job), {}));
    if (isDue) await step.run('remind', () => remindTasks(jobCtx(event, job), {}));
    const { ids } = await step.run('expired', () => listExpiredApprovals(jobCtx(event, job), {}));
    for (const approvalId of ids)
      await step.run(`expire ${approvalId}`, () => expireApproval(jobCtx(event, job), { approvalId }));
  },
);

/** Who was waited for has answered or sent a paper: the promise goes on. */
export const clientActed = inngest.createFunction(
  {
    id: 'work-client-acted',
    triggers: [{ event: 'support/message.received' }, { event: 'documents/document.received' }],
    concurrency: { limit: 1, key: 'event.data.clientId' },
  },
  async ({ event, step }) => {
    const clientId = idSchema('client').parse(event.data.clientId);
    const { waiting } = await step.run('waiting', () => countClocks(jobCtx(event, job), { clientId }));
    const why = event.name === 'support/message.received' ? 'the client wrote' : 'the client sent a document';
    if (waiting > 0) await step.run('resume', () => resumeWaiting(jobCtx(event, job), { clientId, why }));
  },
);

export const workJobs = [tick, tickTenant, clientActed];
