import { z } from 'zod';
import { holds } from '@/server/kernel/access';
import { found, Refusal } from '@/server/kernel/errors';
import { type Id, idSchema } from '@/server/kernel/ids';
import type { Read } from '@/server/kernel/uow';
import { query } from '@/server/kernel/verb';
import { findClient, requireVisible } from '@/server/modules/clients';
import { type DocumentRow, documentsOf as documentsOfClient } from '@/server/modules/documents';
import { namesOf } from '@/server/modules/identity';
import { screeningStanding } from '@/server/modules/screening';
import { openAnswers } from './answers';
import {
  ApplicationDetail,
  type KeptDocument,
  ListQueue,
  MyApplication,
  OneApplication,
  QueuePage,
  type QueueRow,
  RiskView,
  StartApplication,
} from './contract';
import { FlowDefinition } from './flow';
import { clientFor, reachApplication } from './reach';
import {
  type ApplicationRow,
  applicationsOfClient,
  connectionById,
  currentApplication,
  submissionsOf,
  usualMinutes,
} from './repository/applications';
import { assessmentsOf, checksOf } from './repository/checks';
import { oneInQueue, pageOfQueue, workOf } from './repository/queue';
import { saidTo } from './said';
import { documentsOf } from './verbs/apply';
import { answersView, checkView, maySeeScreening, outcomeReasonView, queueView, riskView, screeningView } from './view';

export const listQueue = query({
  name: 'onboarding.application.list',
  actors: ['staff'],
  input: ListQueue,
  output: QueuePage,
  run: async (read, { states, isOverdue, clientId, purpose, tiers, risks, ...page }) => {
    if (clientId) await requireVisible(read, clientId, 'onboarding.application.list');
    // What is hidden must not be found by sorting or filtering either.
    if ((risks?.length || page.sort === 'riskScore') && !maySeeScreening(read))
      throw new Refusal('forbidden', 'restricted_group_only');
    const filter = {
      states: states ?? null,
      isOverdue: isOverdue ?? null,
      clientId: clientId ?? null,
      purpose: purpose ?? null,
      tiers: tiers ?? null,
      risks: risks ?? null,
    };
    const result = await pageOfQueue(read, page, filter, 'onboarding.application.list');
    const work = await workAbout(
      read,
      result.rows.map(({ application }) => application.id),
    );
    return { ...result, rows: result.rows.map((item) => queueView(item, read, work(item.application.id))) };
  },
});

/** Who has taken what; one look for a whole page. */
async function workAbout(read: Read, ids: readonly Id<'application'>[]) {
  const items = await workOf(read, ids, holds(read.actor, 'sensitive.restricted_reason'));
  const names = await namesOf(
    read,
    items.flatMap((item) => (item.assigneeId ? [item.assigneeId] : [])),
  );
  return (id: Id<'application'>): QueueRow['work'] => {
    const item = items.find((one) => one.objectId === id);
    if (!item) return null;
    const assignee = item.assigneeId ? (names.get(item.assigneeId) ?? '') : null;
    return { id: item.id, assignee, isMine: item.assigneeId !== null && item.assigneeId === read.actor.userId };
  };
}

/** Everything a reviewer decides on, in one answer: what was said and what changed, papers, checks, lists, score. */
export const readApplication = query({
  name: 'onboarding.application.read',
  actors: ['staff'],
  input: OneApplication,
  output: ApplicationDetail,
  run: async (read, { id }) => {
    const row = await reachApplication(read, id, { verb: 'onboarding.application.read' });
    const [item, work, files, checks, submissions, assessments, screening, all, connection] = await Promise.all([
      oneInQueue(read, id),
      workAbout(read, [id]),
      documentsOfClient(read, row.clientId),
      checksOf(read, id),
      submissionsOf(read, id),
      assessmentsOf(read, row.clientId, 1),
      screeningStanding(read, row.personId),
      applicationsOfClient(read, row.clientId),
      row.connectionId ? connectionById(read, row.connectionId) : null,
    ]);
    const [, earlier] = submissions;
    const now = await openAnswers(read, 'application', id, row.answers);
    const before = earlier ? await openAnswers(read, 'application_submission', earlier.id, earlier.answers) : null;
    const [latest] = assessments;
    return {
      ...queueView(found(item, 'application_not_found'), read, work(id)),
      personId: row.personId,
      steps: answersView(FlowDefinition.parse(row.flow), now, before, read.actor),
      ...reviewedDocuments(documentsOf(row), earlier ? documentsOf(earlier) : null, files),
      checks: await Promise.all(checks.map((check) => checkView(read, check))),
      screening: screeningView(screening, read),
      risk: latest ? riskView(latest, read) : null,
      evidence: row.evidence,
      asks: z.array(z.string()).parse(row.asks),
      noteToClient: row.noteToClient,
      outcome: row.outcome,
      outcomeReason: outcomeReasonView(row.outcomeReason, read),
      decidedBy: (row.decidedBy as { name?: string } | null)?.name ?? null, // written by actorRecord
      decidedAt: row.decidedAt,
      renewsAt: row.renewsAt,
      provider: connection
        ? { vendor: connection.vendor, applicantId: row.applicantId, problem: row.providerProblem }
        : null,
      history: all
        .filter((one) => one.id !== id)
        .map(({ id: other, purpose, state, createdAt }) => ({ id: other, purpose, state, createdAt })),
    };
  },
});

/** The files of now and of the submission before, with what a viewer needs to know of each. */
function reviewedDocuments(
  now: readonly KeptDocument[],
  before: readonly KeptDocument[] | null,
  files: readonly DocumentRow[],
): Pick<ApplicationDetail, 'documents' | 'earlierDocuments'> {
  const known = new Set((before ?? []).map(({ documentId }) => documentId));
  const current = new Set(now.map(({ documentId }) => documentId));
  const wide = (kept: KeptDocument) => {
    const file = files.find((one) => one.id === kept.documentId);
    return {
      ...kept,
      fileName: file?.fileName ?? '',
      contentType: file?.contentType ?? 'application/octet-stream',
      fileState: file?.state ?? 'erased',
      expiresOn: file?.expiresOn ?? null,
      isNew: before !== null && !known.has(kept.documentId),
    };
  };
  return {
    documents: now.map(wide),
    earlierDocuments: (before ?? []).filter(({ documentId }) => !current.has(documentId)).map(wide),
  };
}

/** Each time the risk was worked out, with every factor's share: the newest first. */
export const readRisk = query({
  name: 'onboarding.risk.read',
  actors: ['staff'],
  input: z.object({ clientId: idSchema('client') }),
  output: z.array(RiskView),
  run: async (read, { clientId }) => {
    await requireVisible(read, clientId, 'onboarding.risk.read');
    return (await assessmentsOf(read, clientId)).map((row) => riskView(row, read));
  },
});

type Status = Pick<MyApplication, 'state' | 'turn' | 'next'>;

/** Whose turn it is. Review reads alike whatever it is about, and checking reads as review: nothing can be told from it. */
export function statusOf(row: ApplicationRow | null, now: Date): Status {
  if (!row) return { state: 'none', turn: 'you', next: 'begin_verification' };
  switch (row.state) {
    case 'draft':
      return { state: 'draft', turn: 'you', next: row.purpose === 'renewal' ? 'finish_renewal' : 'finish_form' };
    case 'submitted':
      return { state: 'sent', turn: 'us', next: 'we_check_documents' };
    case 'checking':
    case 'in_review':
      return { state: 'in_review', turn: 'us', next: 'we_review' };
    case 'needs_more':
      return { state: 'needs_more', turn: 'you', next: 'send_what_is_asked' };
    case 'rejected':
      return row.outcome === 'rejected_retry'
        ? { state: 'rejected', turn: 'you', next: 'may_try_again' }
        : { state: 'rejected', turn: 'nobody', next: 'final_answer' };
    default:
      return row.remindedAt !== null || row.renewsAt === null || row.renewsAt <= now
        ? { state: 'approved', turn: 'you', next: 'renew_verification' }
        : { state: 'approved', turn: 'nobody', next: 'all_done' };
  }
}

export const myApplication = query({
  name: 'onboarding.me.read',
  actors: ['client', 'staff'],
  input: StartApplication,
  output: MyApplication,
  run: async (read, { clientId }) => {
    const id = await clientFor(read, clientId, 'onboarding.me.read');
    const row = await currentApplication(read, id);
    const status = statusOf(row, read.now);
    const nothing = {
      asks: [],
      note: null,
      reason: null,
      mayTryAgain: false,
      stepsDone: [],
      answers: {},
      documents: [],
      usualMinutes: null,
    };
    if (!row) return { ...status, ...nothing, id: null, purpose: 'initial', since: null, renewsAt: null };
    const client = found(await findClient(read, id), 'client_not_found');
    // Only who may still write needs the answers back; what was sent is shown by staff screens alone.
    const isOpen = row.state === 'draft' || row.state === 'needs_more';
    return {
      ...status,
      id: row.id,
      purpose: row.purpose,
      since: row.stateSince,
      usualMinutes: status.turn === 'us' ? await usualMinutes(read) : null,
      ...saidTo(row, read.actor.language ?? client.language),
      mayTryAgain: row.outcome === 'rejected_retry',
      stepsDone: row.stepsDone,
      answers:
        isOpen && read.actor.kind === 'client' && !read.actor.impersonator
          ? await openAnswers(read, 'application', row.id, row.answers)
          : {},
      documents: documentsOf(row),
      renewsAt: row.renewsAt,
    };
  },
});
