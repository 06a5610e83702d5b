import { countDueMails, sendDueMails } from '@/server/modules/reporting';
import { inngest } from './client';
import { allTenants, jobCtx } from './house';

const job = 'reporting';

/** Pages that somebody has sent to himself by mail, at the full hour of his choice. */
export const mailTick = inngest.createFunction(
  { id: 'reporting-mail-tick', triggers: [{ cron: '*/5 * * * *' }], concurrency: 1 },
  async ({ step }) => {
    const tenants = await step.run('tenants', () => allTenants());
    await step.sendEvent(
      'fan-out',
      tenants.map(({ id }) => ({ name: 'reporting/mail.due', data: { tenantId: id } })),
    );
  },
);

export const mailTenant = inngest.createFunction(
  {
    id: 'reporting-mail-tenant',
    triggers: [{ event: 'reporting/mail.due' }],
    concurrency: { limit: 1, key: 'event.data.tenantId' },
    retries: 1,
  },
  async ({ event, step }) => {
    const { due } = await step.run('due', () => countDueMails(jobCtx(event, job), {}));
    if (due > 0) await step.run('send', () => sendDueMails(jobCtx(event, job), {}));
  },
);

export const reportingJobs = [mailTick, mailTenant];
