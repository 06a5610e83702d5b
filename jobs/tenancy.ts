import { checkDomain } from '@/server/modules/tenancy';
import { inngest } from './client';
import { idOf, jobCtx } from './house';

/** Looks for the record that proves a host name to be the tenant's. */
export const lookUpDomain = inngest.createFunction(
  { id: 'tenancy-check-domain', triggers: [{ event: 'tenancy/domain.check_requested' }], retries: 3 },
  async ({ event, step }) => {
    await step.run('look up', () => checkDomain(jobCtx(event, 'tenancy'), { host: idOf<string>(event, 'host') }));
  },
);

export const tenancyJobs = [lookUpDomain];
