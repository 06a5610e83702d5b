import { checkpointToPublish, publishCheckpoint } from '@/server/modules/audit';
import { getSettings } from '@/server/modules/tenancy';
import { inngest } from './client';
import { allTenants, idOf, jobCtx } from './house';

const job = 'audit';

/** Every hour the newest signed state of each log goes to where we cannot change it. */
export const sweep = inngest.createFunction(
  { id: 'audit-publish', triggers: [{ cron: '23 * * * *' }], concurrency: 1 },
  async ({ step }) => {
    const tenants = await step.run('tenants', () => allTenants());
    await step.sendEvent(
      'fan-out',
      tenants.map(({ id }) => ({ name: 'audit/publish.due', data: { tenantId: id } })),
    );
  },
);

export const publish = inngest.createFunction(
  {
    id: 'audit-publish-tenant',
    triggers: [{ event: 'audit/publish.due' }],
    retries: 5,
    concurrency: { limit: 1, key: 'event.data.tenantId' },
  },
  async ({ event, step }) => {
    idOf(event, 'tenantId');
    for (const channel of ['storage', 'mail'] as const)
      await step.run(channel, async () => {
        const ctx = jobCtx(event, job);
        const { auditorEmail: to } = await getSettings(ctx, {});
        const due = channel === 'mail' && !to ? null : await checkpointToPublish(ctx, { channel });
        if (!due) return null;
        const said = await publishCheckpoint(ctx, { size: due.size, channel, to });
        if (said && !said.isPublished) throw new Error('the checkpoint is not published');
        return { size: due.size.toString() };
      });
  },
);

export const auditJobs = [sweep, publish];
