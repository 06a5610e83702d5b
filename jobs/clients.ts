import type { Id } from '@/server/kernel/ids';
import { continueReassignment, expireHold, listDueHolds, passOnClients } from '@/server/modules/clients';
import { inngest } from './client';
import { allTenants, idOf, jobCtx } from './house';

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

/** The rest of a run that was too long for the click that started it. */
export const carryOnReassignment = inngest.createFunction(
  {
    id: 'clients-carry-on-reassignment',
    triggers: [{ event: 'clients/reassignment.started' }],
    concurrency: { limit: 1, key: 'event.data.tenantId' },
  },
  async ({ event, step }) => {
    const id = idOf<Id<'reassignment'>>(event, 'reassignmentId');
    for (let part = 1; ; part += 1) {
      const ctx = () => jobCtx(event, job, `part ${part}`);
      const { isFinished } = await step.run(`part ${part}`, () => continueReassignment(ctx(), { id }));
      if (isFinished) return;
    }
  },
);

/** Whoever leaves leaves no client without somebody who knows it. */
export const passOnClientsOfLeaver = inngest.createFunction(
  { id: 'clients-pass-on', triggers: [{ event: 'access/staff.left' }] },
  async ({ event, step }) => {
    const userId = idOf<Id<'user'>>(event, 'userId');
    await step.run('pass on', () => passOnClients(jobCtx(event, job, 'pass on'), { userId }));
  },
);

export const clientsJobs = [expireHolds, expireHoldsOfTenant, carryOnReassignment, passOnClientsOfLeaver];
