import { z } from 'zod';
import { found } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import type { Uow } from '@/server/kernel/uow';
import { seal } from '@/server/kernel/vault';
import { command, query } from '@/server/kernel/verb';
import { subjectOf } from '@/server/modules/clients';
import { decideDocument, findDocument } from '@/server/modules/documents';
import { type CheckWord, conclude } from '../conclude';
import { ApplicationRef, OneApplication } from '../contract';
import type { KycDecision } from '../ports';
import { provedBy } from '../provider';
import {
  type ApplicationRow,
  applicationOfApplicant,
  connectionById,
  findApplication,
  type KycConnection,
  updateApplication,
} from '../repository/applications';
import { insertCheck, insertEvent, lastCheck } from '../repository/checks';
import { documentsOf } from './apply';
import { skipped } from './request';

const house = { actors: ['job'] } as const;

/** A verified call of the provider: kept once, told on. It carries no decision. */
export const hintCheck = command({
  name: 'onboarding.check.hint',
  actors: ['webhook', 'job'],
  input: z.object({
    connectionId: idSchema('connection'),
    eventId: z.string().min(1).max(200),
    type: z.string().max(80),
    applicantId: z.string().max(120),
    reference: z.string().max(200).nullable(),
    occurredAt: z.date().nullable(),
  }),
  output: z.object({ isNew: z.boolean() }),
  run: async (uow, { reference: _reference, ...hint }) => {
    const isNew = await insertEvent(uow, { ...hint, receivedAt: uow.now });
    const row = await applicationOfApplicant(uow, hint.connectionId, hint.applicantId);
    uow.audit({
      object: { type: 'connection', id: hint.connectionId },
      ...(row ? { client: row.clientId, thread: row.id } : {}),
      facts: { type: hint.type, applicant: hint.applicantId, isNew, isKnown: row !== null },
    });
    if (isNew && row)
      uow.emit({ name: 'onboarding/check.hinted', data: { applicationId: row.id, clientId: row.clientId } });
    return { isNew };
  },
});

export const readForFetch = query({
  name: 'onboarding.check.read_for_fetch',
  actors: ['job', 'webhook'],
  input: OneApplication,
  output: z
    .object({
      applicationId: idSchema('application'),
      tenantId: z.string(),
      connectionId: idSchema('connection'),
      applicantId: z.string(),
      last: z.object({ attempt: z.number(), outcome: z.string(), decidedAt: z.date().nullable() }).nullable(),
    })
    .nullable(),
  run: async (read, { id }) => {
    const row = found(await findApplication(read, id), 'application_not_found');
    if (!row.connectionId || !row.applicantId) return null;
    const last = await lastCheck(read, row.connectionId, row.applicantId);
    return {
      applicationId: id,
      tenantId: read.tenant.id,
      connectionId: row.connectionId,
      applicantId: row.applicantId,
      last: last ? { attempt: last.attempt, outcome: outcomeWord(last), decidedAt: last.decidedAt } : null,
    };
  },
});

export const outcomeWord = (check: { outcome: string; rejection: string | null }): string =>
  check.rejection ? `${check.outcome}_${check.rejection}` : check.outcome;

type Known = { readonly attempt: number; readonly outcome: string; readonly decidedAt: Date | null };

/** News is a later attempt, or a later word on the same one. What comes late or twice changes nothing. */
export function isNews(last: Known | null, decision: KycDecision): boolean {
  const { outcome } = decision;
  const word = outcome.status === 'rejected' ? `rejected_${outcome.kind}` : outcome.status;
  if (outcome.status === 'created') return false;
  if (!last || decision.attempt > last.attempt) return true;
  if (decision.attempt < last.attempt || word === last.outcome) return false;
  if (!last.decidedAt) return true;
  // An undecided state is no news after a decision of the same attempt; the vendor's clock has seconds only.
  return decision.decidedAt !== null && decision.decidedAt >= last.decidedAt;
}

const Decision = z.custom<KycDecision>();

/** What the provider decided, and everything that follows from it. */
export const recordCheck = command({
  ...house,
  name: 'onboarding.check.record',
  input: z.object({ id: idSchema('application'), decision: Decision }),
  output: ApplicationRef,
  run: async (uow, { id, decision }) => {
    const row = found(await findApplication(uow, id, { lock: true }), 'application_not_found');
    const connectionId = found(row.connectionId, 'connection_not_found');
    const last = await lastCheck(uow, connectionId, decision.applicantId);
    const known = last ? { ...last, outcome: outcomeWord(last) } : null;
    if (row.state === 'superseded' || !isNews(known, decision)) return skipped(uow, row);
    const connection = found(await connectionById(uow, connectionId), 'connection_not_found');
    const checkId = await keepCheck(uow, row, connection, decision);
    const { outcome } = decision;
    const evidence = new Set(row.evidence);
    for (const word of provedBy(connection)) {
      if (outcome.status === 'approved') evidence.add(word);
      if (outcome.status === 'rejected') evidence.delete(word);
    }
    const change = {
      evidence: [...evidence],
      checkedAttempt: decision.attempt,
      checkedAt: uow.now,
      providerProblem: null,
    };
    await updateApplication(uow, id, change);
    uow.audit({
      object: { type: 'check', id: checkId },
      client: row.clientId,
      thread: id,
      facts: { application: id, vendor: connection.vendor, outcome: outcome.status, attempt: decision.attempt },
    });
    const word = wordOf(decision);
    await judgeDocuments(uow, row, outcome);
    // The provider works on it: nothing to conclude, and an approved client stays approved while he renews.
    if (word === 'not_done') return { id, state: row.state };
    if (word === 'on_hold' && row.state !== 'checking') return { id, state: row.state };
    const after = await conclude(uow, { ...row, ...change }, word, {
      cause: `identity check: ${outcome.status}`,
      note: outcome.status === 'rejected' ? outcome.reasons.shown.join(' ') || null : null,
    });
    return { id, state: after.application.state };
  },
});

/** What the provider looked at is accepted or refused with its word. */
async function judgeDocuments(uow: Uow, row: ApplicationRow, outcome: KycDecision['outcome']): Promise<void> {
  if (outcome.status !== 'approved' && outcome.status !== 'rejected') return;
  for (const { documentId, sentAt } of documentsOf(row)) {
    const file = sentAt ? await findDocument(uow, documentId) : null;
    if (file?.state !== 'received') continue;
    const event = outcome.status === 'approved' ? 'accept' : 'reject';
    await decideDocument(uow, documentId, event, `identity check: ${outcome.status}`);
  }
}

function wordOf({ outcome }: KycDecision): CheckWord {
  switch (outcome.status) {
    case 'created':
    case 'pending':
      return 'not_done';
    case 'on_hold':
      return 'on_hold';
    case 'approved':
      return 'passed';
    case 'rejected':
      return outcome.kind === 'retry' ? 'retry' : 'refused';
  }
}

async function keepCheck(uow: Uow, row: ApplicationRow, connection: KycConnection, decision: KycDecision) {
  const id = uow.id('check');
  const { outcome } = decision;
  const reasons = outcome.status === 'rejected' ? outcome.reasons : { labels: [], shown: [], internal: [] };
  const place = { table: 'kyc_check', column: 'internal', row: id };
  const internal = reasons.internal.join('\n');
  await insertCheck(uow, {
    id,
    applicationId: row.id,
    clientId: row.clientId,
    connectionId: connection.id,
    vendor: connection.vendor,
    applicantId: decision.applicantId,
    level: decision.level,
    attempt: decision.attempt,
    outcome: outcome.status,
    rejection: outcome.status === 'rejected' ? outcome.kind : null,
    labels: [...reasons.labels],
    shown: [...reasons.shown],
    internal: internal ? await seal(uow, subjectOf(row.personId), place, internal) : null,
    decidedAt: decision.decidedAt,
    recordedAt: uow.now,
  });
  return id;
}
