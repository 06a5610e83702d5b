import { expireHold, listDueHolds } from '@/server/modules/clients';
import { inngest } from './client';
import { allTenants, jobCtx } from './house';

const job = 'clients';

/** A hold binds no longer once its time has come; this tells those who act on capabilities. */
export const expireHolds = inngest.createFunction(
  { id: 'clients-expire-holds', triggers: [{ cron: '*/5 * * * *' }], concurrency: 1 },
  async ({ step }) => {
    const tenants = await step.run('tenants', () => allTenants());
    await step.sendEvent(
      'fan-out',
      tenants.map(({ id }) => ({ name: 'clients/holds.due', data: { tenantId: id } })),
    );
  },
);

export const expireHoldsOfTenant = inngest.createFunction(
  {
    id: 'clients-expire-holds-tenant',
    triggers: [{ event: 'clients/holds.due' }],
    concurrency: { limit: 1, key: 'event.data.tenantId' },
  },
  async ({ event, step }) => {
    const due = await step.run('due', () => listDueHolds(jobCtx(event, job), {}));
    for (const { id } of due) await step.run(`expire ${id}`, () => expireHold(jobCtx(event, job), { id }));
  },
);

export const clientsJobs = [expireHolds, expireHoldsOfTenant];
