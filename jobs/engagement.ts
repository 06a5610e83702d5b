import type { Id } from '@/server/kernel/ids';
import {
  countClient,
  countPart,
  isTellingOwed,
  listCounted,
  settleVersion,
  surveyClient,
  surveyPart,
  tellMoves,
} from '@/server/modules/engagement';
import { inngest } from './client';
import { allTenants, idOf, jobCtx } from './house';

const job = 'engagement';
type Survey = { moves: number; next: Id<'client'> | null; isUnsettled: boolean };

/** Days go by without an event: who fits a segment changes with the clock, too. */
export const countSegments = inngest.createFunction(
  { id: 'engagement-count-segments', triggers: [{ cron: '7,37 * * * *' }], concurrency: 1 },
  async ({ step }) => {
    const tenants = await step.run('tenants', () => allTenants());
    await step.sendEvent(
      'fan-out',
      tenants.map(({ id }) => ({ name: 'engagement/segments.due', data: { tenantId: id } })),
    );
  },
);

export const countSegmentsOfTenant = inngest.createFunction(
  { id: 'engagement-count-tenant', triggers: [{ event: 'engagement/segments.due' }] },
  async ({ event, step }) => {
    const { ids } = await step.run('segments', () => listCounted(jobCtx(event, job), {}));
    const { tenantId } = event.data as { tenantId: string }; // the fan-out above wrote it
    if (ids.length > 0)
      await step.sendEvent(
        'count',
        ids.map((segmentId) => ({ name: 'engagement/segment.due', data: { tenantId, segmentId } })),
      );
  },
);

/** All clients in parts, in the order of their ids; then whoever moved is told. */
export const countSegment = inngest.createFunction(
  {
    id: 'engagement-count-segment',
    triggers: [{ event: 'engagement/segment.published' }, { event: 'engagement/segment.due' }],
    concurrency: { limit: 1, key: 'event.data.segmentId' },
    retries: 2,
  },
  async ({ event, step }) => {
    const id = idOf<Id<'segment'>>(event, 'segmentId');
    let after: Id<'client'> | null = null;
    let isUnsettled = false;
    for (let part = 1; ; part += 1) {
      const from: Id<'client'> | null = after;
      const survey: Survey = await step.run(`survey ${part}`, () =>
        surveyPart(jobCtx(event, job), { id, after: from }),
      );
      if (survey.moves > 0) await step.run(`count ${part}`, () => countPart(jobCtx(event, job), { id, after: from }));
      isUnsettled = survey.isUnsettled;
      if (survey.next === null) break;
      after = survey.next;
    }
    if (isUnsettled) await step.run('settle', () => settleVersion(jobCtx(event, job), { id }));
    for (let part = 1; ; part += 1) {
      const { owes } = await step.run(`owes ${part}`, () => isTellingOwed(jobCtx(event, job), { id }));
      if (!owes) return;
      await step.run(`tell ${part}`, () => tellMoves(jobCtx(event, job), { id }));
    }
  },
);

/** What most conditions are about happens here; the rest waits for the clock. */
export const countClientNow = inngest.createFunction(
  {
    id: 'engagement-count-client',
    triggers: [
      { event: 'clients/client.registered' },
      { event: 'clients/journey.advanced' },
      { event: 'clients/tier.changed' },
      { event: 'clients/owner.changed' },
      { event: 'payments/deposit.credited' },
      { event: 'payments/withdrawal.paid' },
    ],
    concurrency: { limit: 1, key: 'event.data.clientId' },
  },
  async ({ event, step }) => {
    const clientId = idOf<Id<'client'>>(event, 'clientId');
    const { ids } = await step.run('survey', () => surveyClient(jobCtx(event, job), { clientId }));
    if (ids.length > 0) await step.run('count', () => countClient(jobCtx(event, job), { clientId, ids }));
  },
);

export const engagementJobs = [countSegments, countSegmentsOfTenant, countSegment, countClientNow];
