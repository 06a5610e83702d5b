import { listCrossings, recordCrossings } from '@/server/modules/risk';
import { inngest } from './client';
import { allTenants, jobCtx } from './house';

const job = 'risk';

/** Bands are looked at every minute; the screens see exposure live beside it. */
export const watchBands = inngest.createFunction(
  { id: 'risk-watch-bands', triggers: [{ cron: '* * * * *' }], concurrency: 1 },
  async ({ step }) => {
    const tenants = await step.run('tenants', () => allTenants());
    await step.sendEvent(
      'fan-out',
      tenants.map(({ id }) => ({ name: 'risk/bands.due', data: { tenantId: id } })),
    );
  },
);

export const watchBandsOfTenant = inngest.createFunction(
  {
    id: 'risk-watch-bands-tenant',
    triggers: [{ event: 'risk/bands.due' }],
    retries: 1,
    concurrency: { limit: 1, key: 'event.data.tenantId' },
  },
  async ({ event, step }) => {
    await step.run('look', async () => {
      const crossed = await listCrossings(jobCtx(event, job), {});
      return crossed.length === 0 ? null : recordCrossings(jobCtx(event, job), {});
    });
  },
);

export const riskJobs = [watchBands, watchBandsOfTenant];
