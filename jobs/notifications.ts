import type { Id } from '@/server/kernel/ids';
import { endPushOf, prepareDigests, sendDue, tellOf, toldEvents } from '@/server/modules/notifications';
import { inngest } from './client';
import { allTenants, idOf, jobCtx } from './house';

const job = 'notifications';
/** Inngest takes ten triggers a function: one function per module that has something to tell. */
const nounOf = (event: string) => event.split('/')[0] ?? event;
const nouns = [...new Set(toldEvents.map(nounOf))];

const tellers = nouns.map((noun) =>
  inngest.createFunction(
    {
      id: `notifications-${noun}`,
      triggers: toldEvents.filter((event) => nounOf(event) === noun).map((event) => ({ event })),
      retries: 8,
    },
    async ({ event, step }) => {
      await step.run('tell', async () => {
        const { tenantId: _unused, ...data } = event.data as Record<string, string>; // the relay sends strings
        return tellOf(jobCtx(event, job), { eventId: event.id ?? '', event: event.name, data });
      });
    },
  ),
);

/** What a provider would not take, or a sender that died had claimed. */
const sweep = inngest.createFunction(
  { id: 'notifications-sweep', triggers: [{ cron: '* * * * *' }], concurrency: 1 },
  async ({ step }) => {
    const tenants = await step.run('tenants', () => allTenants());
    await step.sendEvent(
      'fan-out',
      tenants.map(({ id }) => ({ name: 'notifications/sweep.due', data: { tenantId: id } })),
    );
  },
);

const sweepTenant = inngest.createFunction(
  {
    id: 'notifications-sweep-tenant',
    triggers: [{ event: 'notifications/sweep.due' }],
    concurrency: { limit: 1, key: 'event.data.tenantId' },
    retries: 1,
  },
  async ({ event, step }) => {
    await step.run('send', () => sendDue(jobCtx(event, job), {}));
    return { tenantId: idOf(event, 'tenantId') };
  },
);

/** One mail a day for who wants it so: each has his hour, so it is looked at every hour. */
const digest = inngest.createFunction(
  { id: 'notifications-digest', triggers: [{ cron: '3 * * * *' }], concurrency: 1 },
  async ({ step }) => {
    const tenants = await step.run('tenants', () => allTenants());
    await step.sendEvent(
      'fan-out',
      tenants.map(({ id }) => ({ name: 'notifications/digest.due', data: { tenantId: id } })),
    );
  },
);

const digestTenant = inngest.createFunction(
  {
    id: 'notifications-digest-tenant',
    triggers: [{ event: 'notifications/digest.due' }],
    concurrency: { limit: 1, key: 'event.data.tenantId' },
    retries: 3,
  },
  async ({ event, step }) => {
    await step.run('write', () => prepareDigests(jobCtx(event, job), {}));
    return { tenantId: idOf(event, 'tenantId') };
  },
);

/** Nothing rings any more in a browser that may be a stranger's. */
const endPush = inngest.createFunction(
  { id: 'notifications-end-push', triggers: [{ event: 'identity/sign_in.disowned' }], retries: 8 },
  async ({ event, step }) => {
    await step.run('end', () => endPushOf(jobCtx(event, job), { userId: idOf<Id<'user'>>(event, 'userId') }));
  },
);

export const notificationsJobs = [endPush, ...tellers, sweep, sweepTenant, digest, digestTenant];
