import { found, Refusal } from '@/server/kernel/errors';
import type { Read } from '@/server/kernel/uow';
import { query } from '@/server/kernel/verb';
import { type ClientStanding, clientStanding, requireVisible } from '@/server/modules/clients';
import { openRequestOf, pageOfRequests, type RequestRecord } from './repository/requests';
import { standsNow } from './request-apply';
import { careFor } from './request-care';
import { blockers, checksFor, papersFor, type Subject } from './request-checks';
import { requestInReach, subjectOf } from './request-conclude';
import {
  CheckView,
  ListRequests,
  Outlook,
  OutlookView,
  RequestDetail,
  RequestId,
  type RequestKind,
  RequestPage,
  RequestRow,
  type Wanted,
} from './request-contract';
import { opened } from './sealed';

async function rowOf(read: Read, row: RequestRecord, clientName: string): Promise<RequestRow> {
  return RequestRow.parse({
    ...row,
    clientName,
    isOverdue: row.state === 'open' && row.dueAt < read.now,
    noteToClient: await opened(read, 'client_request', 'note_to_client', row.id, row.noteToClient),
  });
}

export const listRequests = query({
  name: 'support.request.list',
  actors: ['staff', 'client'],
  input: ListRequests,
  output: RequestPage,
  run: async (read, { clientId, states, kinds, ...page }) => {
    const verb = 'support.request.list';
    if (clientId) await requireVisible(read, clientId, verb);
    const filter = { clientId: clientId ?? null, states: states ?? null, kinds: kinds ?? null };
    const list = await pageOfRequests(read, page, filter, verb);
    return {
      ...list,
      rows: await Promise.all(list.rows.map(({ row, clientName }) => rowOf(read, row, clientName))),
    };
  },
});

const contactFields = new Set(['email', 'phone']);
const words = new Set(['right', 'why']);

/** Field by field: what was or is there, beside what is wanted. */
async function changesOf(read: Read, row: RequestRecord, wanted: Wanted['wanted'] | null) {
  if (!wanted) return [];
  const kept = await opened(read, 'client_request', 'replaced', row.id, row.replaced);
  const before: Record<string, string | null> = kept ? JSON.parse(kept) : await standsNow(read, row.clientId);
  return Object.entries(wanted)
    .filter(([field]) => !words.has(field))
    .map(([field, after]) => ({
      field,
      before: before[field] ?? null,
      after: typeof after === 'string' ? after : null,
    }))
    .filter((change) => change.before !== change.after);
}

/** While it is open, the checks are those of this moment; afterwards those of the decision. */
async function checksOf(read: Read, row: RequestRecord, standing: ClientStanding, subject: Subject) {
  if (row.state === 'open') return checksFor(read, standing, subject);
  return CheckView.array().parse(row.checks ?? []);
}

export const readRequest = query({
  name: 'support.request.read',
  actors: ['staff', 'client'],
  input: RequestId,
  output: RequestDetail,
  run: async (read, { id }) => {
    const row = await requestInReach(read, 'support.request.read', id);
    const standing = found(await clientStanding(read, row.clientId), 'client_not_found');
    const subject = await subjectOf(read, row);
    const { wanted } = subject;
    const kind = subject.kind;
    const [base, changes, checks, papers, care] = await Promise.all([
      rowOf(read, row, standing.client.legalName),
      changesOf(read, row, wanted),
      checksOf(read, row, standing, subject),
      papersFor(read, row.clientId, subject),
      careFor(read, standing, { kind, channel: row.channel }),
    ]);
    // Who of us decided and why is the house's own affair; the client reads what was written for him.
    const isHouse = read.actor.kind === 'staff';
    return {
      ...base,
      clientNumber: standing.client.number,
      contact: changes.filter(({ field }) => contactFields.has(field)),
      identity: changes.filter(({ field }) => !contactFields.has(field)),
      right: wanted && 'right' in wanted ? wanted.right : null,
      why: wanted && 'why' in wanted ? (wanted.why ?? null) : null,
      documents: papers.map((paper) => ({ id: paper.id, kind: paper.kind, state: paper.state })),
      checks: isHouse ? checks : [],
      blockedBy: row.state === 'open' ? blockers(checks) : [],
      care: { people: care.people, holdDays: care.holdDays },
      openedBy: isHouse ? row.openedByName : null,
      proof: isHouse ? row.proof : null,
      decidedBy: isHouse ? row.decidedByName : null,
      approvedBy: isHouse ? row.approvedByNames : [],
      reason: isHouse ? row.reason : null,
      extendedAt: row.extendedAt,
      extendReason: row.extendReason,
    };
  },
});

/** Before somebody asks: what stands in the way, and how long withdrawals would wait. */
export const lookAhead = query({
  name: 'support.request.outlook',
  actors: ['staff', 'client'],
  input: Outlook,
  output: OutlookView,
  run: async (read, { clientId: named, kind }) => {
    const clientId = read.actor.kind === 'client' ? read.actor.clientId : named;
    if (!clientId) throw new Refusal('invalid', 'client_not_found', { field: 'clientId' });
    await requireVisible(read, clientId, 'support.request.outlook');
    const standing = found(await clientStanding(read, clientId), 'client_not_found');
    const channel = read.actor.kind === 'client' ? 'portal' : 'desk';
    const subject = { kind, wanted: null, documentIds: [], openedAt: read.now, proof: null };
    const [checks, care, present] = await Promise.all([
      checksFor(read, standing, subject),
      careFor(read, standing, { kind, channel }),
      openRequestOf(read, clientId, kind satisfies RequestKind),
    ]);
    return { checks, blockedBy: blockers(checks), holdDays: care.holdDays, isOpen: present !== null };
  },
});
