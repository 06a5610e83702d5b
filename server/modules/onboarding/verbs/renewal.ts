import { z } from 'zod';
import { found } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { command, query } from '@/server/kernel/verb';
import { endVerification } from '../end-verification';
import { clientFor } from '../reach';
import { currentApplication, renewalsBefore, silentApplications, updateApplication } from '../repository/applications';
import { unsent } from './request';

const dayMs = 86_400_000;
/** How long before its end a client is asked to renew. */
const noticeDays = 30;

/** Renewals that come up within the notice, and those that were not met. */
export const listRenewals = query({
  name: 'onboarding.renewal.list_due',
  actors: ['job'],
  input: z.object({ max: z.number().int().min(1).max(500).default(200) }),
  output: z.array(z.object({ clientId: idSchema('client'), isOver: z.boolean() })),
  run: async (read, { max }) => {
    const rows = await renewalsBefore(read, new Date(read.now.getTime() + noticeDays * dayMs), max);
    return rows.map((row) => ({ clientId: row.clientId, isOver: row.renewsAt !== null && row.renewsAt <= read.now }));
  },
});

/** Told once, well before: what is due and until when. */
export const remindRenewal = command({
  name: 'onboarding.renewal.remind',
  actors: ['job'],
  input: z.object({ clientId: idSchema('client') }),
  output: z.object({ isReminded: z.boolean() }),
  run: async (uow, { clientId }) => {
    const row = found(await currentApplication(uow, clientId, { lock: true }), 'application_not_found');
    const isDue = row.state === 'approved' && row.renewsAt !== null && row.remindedAt === null;
    uow.audit({ object: { type: 'application', id: row.id }, client: clientId, thread: row.id, facts: { isDue } });
    if (!isDue) return { isReminded: false };
    await updateApplication(uow, row.id, { remindedAt: uow.now });
    uow.emit({ name: 'onboarding/renewal.due', data: { applicationId: row.id, clientId } });
    return { isReminded: true };
  },
});

/**
 * Verification ends: positions may be closed and nothing opened, until it is proven again. By the clock when a renewal was not
 * met, by staff or another module when a document has expired.
 */
export const expireVerification = command({
  name: 'onboarding.verification.expire',
  actors: ['job', 'staff'],
  auditRefusal: true,
  input: z.object({
    clientId: idSchema('client'),
    cause: z.enum(['review_overdue', 'document_expired']),
    reason: z.string().trim().min(4).max(500),
  }),
  output: z.object({ isExpired: z.boolean() }),
  run: async (uow, { clientId, cause, reason }) => {
    const id = await clientFor(uow, clientId);
    return { isExpired: await endVerification(uow, id, cause, reason) };
  },
});

/** Applications that wait for the provider without a word; lost webhooks and lost jobs end here. */
export const listSilent = query({
  name: 'onboarding.check.list_silent',
  actors: ['job'],
  input: z.object({ minutes: z.number().int().min(1).max(1_440).default(10) }),
  output: z.array(
    z.object({
      applicationId: idSchema('application'),
      state: z.string(),
      isKnown: z.boolean(),
      isAsked: z.boolean(),
    }),
  ),
  run: async (read, { minutes }) => {
    const rows = await silentApplications(read, new Date(read.now.getTime() - minutes * 60_000), 200);
    return rows.map((row) => {
      const isKnown = row.applicantId !== null;
      // Known there is not asked: the request may have broken off before the last paper, or before the question itself.
      const isAsked = isKnown && row.providerProblem === null && unsent(row).length === 0;
      return { applicationId: row.id, state: row.state, isKnown, isAsked };
    });
  },
});
