import type { Id } from '@/server/kernel/ids';
import {
  expireVerification,
  fetchCheck,
  listRenewals,
  listSilent,
  remindRenewal,
  requestCheck,
  rescreen,
  screenSubmitted,
} from '@/server/modules/onboarding';
import { rescreenDue } from '@/server/modules/screening';
import { inngest } from './client';
import { allTenants, idOf, jobCtx } from './house';

const job = 'onboarding';
type Event = Parameters<typeof idOf>[0];
const applicationOf = (event: Event) => ({ applicationId: idOf<Id<'application'>>(event, 'applicationId') });
const perApplication = { limit: 1, key: 'event.data.applicationId' };

/** Lists and score first; what then speaks for asking the provider is told by an event of its own. */
export const screenApplicant = inngest.createFunction(
  {
    id: 'onboarding-screen',
    triggers: [{ event: 'onboarding/application.submitted' }],
    retries: 8,
    concurrency: perApplication,
  },
  async ({ event, step }) => {
    await step.run('screen', () => screenSubmitted(jobCtx(event, job), applicationOf(event)));
  },
);

export const askProvider = inngest.createFunction(
  {
    id: 'onboarding-request-check',
    triggers: [{ event: 'onboarding/check.wanted' }],
    retries: 8,
    concurrency: perApplication,
  },
  async ({ event, step }) => {
    await step.run('request', () => requestCheck(jobCtx(event, job), applicationOf(event)));
  },
);

export const fetchDecision = inngest.createFunction(
  {
    id: 'onboarding-fetch-check',
    triggers: [{ event: 'onboarding/check.hinted' }],
    retries: 8,
    concurrency: perApplication,
  },
  async ({ event, step }) => {
    await step.run('fetch', () => fetchCheck(jobCtx(event, job), applicationOf(event)));
  },
);

/** Lost webhooks and lost jobs: whatever waits without a word is taken up again from where it stands. */
export const sweep = inngest.createFunction(
  { id: 'onboarding-sweep', triggers: [{ cron: '*/10 * * * *' }], concurrency: 1 },
  async ({ step }) => {
    const tenants = await step.run('tenants', () => allTenants());
    await step.sendEvent(
      'fan-out',
      tenants.map(({ id }) => ({ name: 'onboarding/sweep.due', data: { tenantId: id } })),
    );
  },
);

export const sweepTenant = inngest.createFunction(
  {
    id: 'onboarding-sweep-tenant',
    triggers: [{ event: 'onboarding/sweep.due' }],
    concurrency: { limit: 1, key: 'event.data.tenantId' },
    retries: 1,
  },
  async ({ event, step }) => {
    const silent = await step.run('list', () => listSilent(jobCtx(event, job), {}));
    for (const { applicationId, state, isKnown, isAsked } of silent)
      await step.run(`take up ${applicationId}`, async () => {
        const ctx = jobCtx(event, job);
        if (state === 'submitted') await screenSubmitted(ctx, { applicationId });
        else {
          if (isKnown) await fetchCheck(ctx, { applicationId });
          // Asks nothing of one that was decided just now.
          if (!isAsked) await requestCheck(ctx, { applicationId });
        }
      });
    // New lists are noticed here within minutes: who was last compared with others is compared again.
    const due = await step.run('due for screening', () => rescreenDue(jobCtx(event, job), {}));
    for (const clientId of due) await step.run(`screen ${clientId}`, () => rescreen(jobCtx(event, job), { clientId }));
    return { silent: silent.length, screened: due.length };
  },
);

/** Once a day: who has to renew soon is told, who did not renew in time is expired. */
export const renewals = inngest.createFunction(
  { id: 'onboarding-renewals', triggers: [{ cron: '17 3 * * *' }], concurrency: 1 },
  async ({ step }) => {
    const tenants = await step.run('tenants', () => allTenants());
    await step.sendEvent(
      'fan-out',
      tenants.map(({ id }) => ({ name: 'onboarding/renewals.due', data: { tenantId: id } })),
    );
  },
);

export const renewalsOfTenant = inngest.createFunction(
  {
    id: 'onboarding-renewals-tenant',
    triggers: [{ event: 'onboarding/renewals.due' }],
    concurrency: { limit: 1, key: 'event.data.tenantId' },
    retries: 2,
  },
  async ({ event, step }) => {
    const due = await step.run('list', () => listRenewals(jobCtx(event, job), {}));
    for (const { clientId, isOver } of due)
      await step.run(`renewal of ${clientId}`, async () => {
        const ctx = jobCtx(event, job);
        if (!isOver) return remindRenewal(ctx, { clientId });
        return expireVerification(ctx, { clientId, cause: 'review_overdue', reason: 'not renewed in time' });
      });
    return { due: due.length };
  },
);

export const onboardingJobs = [
  screenApplicant,
  askProvider,
  fetchDecision,
  sweep,
  sweepTenant,
  renewals,
  renewalsOfTenant,
];
