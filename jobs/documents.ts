import { expireDocument, listDueDocuments } from '@/server/modules/documents';
import { inngest } from './client';
import { allTenants, jobCtx } from './house';

const job = 'documents';

/** A document's last day is a date, so looking once an hour is soon enough. */
export const expireDocuments = inngest.createFunction(
  { id: 'documents-expire', triggers: [{ cron: '7 * * * *' }], concurrency: 1 },
  async ({ step }) => {
    const tenants = await step.run('tenants', () => allTenants());
    await step.sendEvent(
      'fan-out',
      tenants.map(({ id }) => ({ name: 'documents/expiry.due', data: { tenantId: id } })),
    );
  },
);

export const expireDocumentsOfTenant = inngest.createFunction(
  {
    id: 'documents-expire-tenant',
    triggers: [{ event: 'documents/expiry.due' }],
    concurrency: { limit: 1, key: 'event.data.tenantId' },
  },
  async ({ event, step }) => {
    const due = await step.run('due', () => listDueDocuments(jobCtx(event, job), {}));
    for (const { id } of due) await step.run(`expire ${id}`, () => expireDocument(jobCtx(event, job), { id }));
  },
);

export const documentsJobs = [expireDocuments, expireDocumentsOfTenant];
