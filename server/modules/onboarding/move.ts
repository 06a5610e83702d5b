import { found } from '@/server/kernel/errors';
import { actorRecord } from '@/server/kernel/funnel';
import { next } from '@/server/kernel/state';
import type { Uow } from '@/server/kernel/uow';
import { closeWork, raiseWork } from '@/server/kernel/work';
import { advance, clientStanding, findClient } from '@/server/modules/clients';
import { restrictedRejections } from './picklists';
import { type ApplicationRow, supersedeOthers, updateApplication } from './repository/applications';
import { type ApplicationState, applicationStates, verificationPath } from './state';

/** Time a reviewer has, by how much is at stake for the client who waits. */
const reviewHours = { onboarding: 24, compliance: 72 } as const;
export const workKind = 'application_review';

type Change = Parameters<typeof updateApplication>[2];
type Event = 'submit' | 'check' | 'approve' | 'reject' | 'ask_more' | 'review';

/** The one writer of an application's state. Facet, inbox and events follow in the callers below. */
export async function move(
  uow: Uow,
  row: ApplicationRow,
  event: Event,
  change: Change,
  why: { reason: string; facts?: Record<string, unknown>; restricted?: boolean },
): Promise<ApplicationRow> {
  const from = row.state as ApplicationState; // written here alone
  const state = next(applicationStates, from, event);
  const set = { ...change, state, ...(state === from ? {} : { stateSince: uow.now }) };
  await updateApplication(uow, row.id, set);
  uow.audit({
    object: { type: 'application', id: row.id },
    client: row.clientId,
    thread: row.id,
    changes: { state: [from, state] },
    reason: why.reason,
    ...(why.facts ? { facts: why.facts } : {}),
    ...(why.restricted ? { restrictedTo: 'compliance' as const } : {}),
  });
  return { ...row, ...set } as ApplicationRow; // the row with what was just written
}

type Goal = Parameters<typeof verificationPath>[1];

async function report(
  uow: Uow,
  row: ApplicationRow,
  goal: Goal,
  why: string,
  options: Parameters<typeof advance>[5] = {},
): Promise<void> {
  const standing = await clientStanding(uow, row.clientId);
  if (!standing) return;
  for (const event of verificationPath(standing.facets.verification, goal))
    await advance(uow, row.clientId, 'verification', event, why, options);
}

export const reportApplying = (uow: Uow, row: ApplicationRow) => report(uow, row, 'applying', 'application begun');
export const reportInReview = (uow: Uow, row: ApplicationRow) => report(uow, row, 'in_review', 'application sent');
export const reportExpired = (uow: Uow, row: ApplicationRow, why: string) => report(uow, row, 'expired', why);

const tellDecided = (uow: Uow, row: ApplicationRow) =>
  uow.emit({ name: 'onboarding/application.decided', data: { applicationId: row.id, clientId: row.clientId } });

export async function approved(
  uow: Uow,
  row: ApplicationRow,
  why: { reason: string; renewsAt: Date; facts?: Record<string, unknown> },
): Promise<ApplicationRow> {
  const after = await move(
    uow,
    row,
    'approve',
    {
      outcome: 'approved',
      outcomeReason: why.reason,
      decidedBy: actorRecord(uow.actor),
      decidedAt: uow.now,
      renewsAt: why.renewsAt,
      remindedAt: null,
      reviewReason: null,
      asks: [],
      noteToClient: null,
      dueAt: null,
    },
    why,
  );
  await supersedeOthers(uow, row.clientId, row.id);
  await report(uow, row, 'approved', why.reason, { renewsAt: why.renewsAt });
  await closeWork(uow, row.id, 'approved');
  tellDecided(uow, row);
  return after;
}

export async function rejected(
  uow: Uow,
  row: ApplicationRow,
  why: { code: string; reason: string; mayTryAgain: boolean; note?: string | null; facts?: Record<string, unknown> },
): Promise<ApplicationRow> {
  const restricted = restrictedRejections.has(why.code);
  await supersedeOthers(uow, row.clientId, row.id);
  const after = await move(
    uow,
    row,
    'reject',
    {
      outcome: why.mayTryAgain ? 'rejected_retry' : 'rejected_final',
      outcomeReason: why.code,
      decidedBy: actorRecord(uow.actor),
      decidedAt: uow.now,
      reviewReason: null,
      asks: [],
      noteToClient: why.note ?? null,
      renewsAt: null,
      dueAt: null,
    },
    { reason: why.reason, restricted, ...(why.facts ? { facts: why.facts } : {}) },
  );
  await report(uow, row, 'rejected', why.reason, restricted ? { restrictedTo: 'compliance' } : {});
  await closeWork(uow, row.id, 'rejected');
  tellDecided(uow, row);
  return after;
}

/** Back to the client. Whoever was approved before is expired until he answers: close-only, nothing new. */
export async function askedForMore(
  uow: Uow,
  row: ApplicationRow,
  why: { asks: readonly string[]; note: string | null; reason: string; facts?: Record<string, unknown> },
): Promise<ApplicationRow> {
  const wasApproved = row.state === 'approved';
  if (wasApproved) await supersedeOthers(uow, row.clientId, row.id);
  const after = await move(
    uow,
    row,
    'ask_more',
    { asks: [...why.asks], noteToClient: why.note, reviewReason: null, dueAt: null, renewsAt: null },
    why,
  );
  await (wasApproved ? reportExpired(uow, row, why.reason) : report(uow, row, 'applying', why.reason));
  await closeWork(uow, row.id, 'asked_for_more');
  uow.emit({ name: 'onboarding/application.needs_more', data: { applicationId: row.id, clientId: row.clientId } });
  return after;
}

export async function sentToReview(
  uow: Uow,
  row: ApplicationRow,
  why: { team: 'onboarding' | 'compliance'; reason: string; facts?: Record<string, unknown> },
): Promise<ApplicationRow> {
  const dueAt = new Date(uow.now.getTime() + reviewHours[why.team] * 3_600_000);
  const restricted = why.team === 'compliance';
  if (row.state === 'approved' || row.state === 'rejected') await supersedeOthers(uow, row.clientId, row.id);
  const after = await move(uow, row, 'review', { reviewReason: why.reason, dueAt }, { ...why, restricted });
  const { number } = found(await findClient(uow, row.clientId), 'client_not_found');
  await raiseWork(uow, {
    kind: workKind,
    object: { type: 'application', id: row.id },
    title: `${number}: ${row.purpose === 'renewal' ? 'renewal' : 'application'} to be reviewed`,
    team: why.team,
    client: row.clientId,
    priority: 1,
    dueAt,
    ...(restricted ? { restrictedTo: 'compliance' as const } : {}),
  });
  return after;
}
