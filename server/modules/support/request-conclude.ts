import { cancelWaiting } from '@/server/kernel/approvals';
import { found } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import { next } from '@/server/kernel/state';
import type { Read, Uow } from '@/server/kernel/uow';
import { closeWork } from '@/server/kernel/work';
import { findClient, placeHoldOn, requireVisible } from '@/server/modules/clients';
import { findRequest, type RequestRecord, updateRequest } from './repository/requests';
import { standsNow } from './request-apply';
import type { Subject } from './request-checks';
import { type CheckView, Wanted } from './request-contract';
import { opened, sealAbout } from './sealed';
import { requestStates } from './state';

const table = 'client_request';
const dayMs = 86_400_000;

/** The request within the actor's rows; for anybody else it does not exist. */
export async function requestInReach(read: Read, verb: string, id: Id<'request'>, lock = false) {
  const row = found(await findRequest(read, id, lock), 'request_not_found');
  await requireVisible(read, row.clientId, verb);
  return row;
}

/** null: erased with the person's key. */
export async function readWanted(read: Read, row: RequestRecord): Promise<Wanted | null> {
  const text = await opened(read, table, 'wanted', row.id, row.wanted);
  return text === null ? null : Wanted.parse({ kind: row.kind, wanted: JSON.parse(text) });
}

export async function subjectOf(read: Read, row: RequestRecord): Promise<Subject> {
  const { documentIds, openedAt, proof } = row;
  const wanted = (await readWanted(read, row))?.wanted ?? null;
  return { kind: row.kind as Subject['kind'], wanted, documentIds, openedAt, proof }; // written from the list of kinds
}

export type Conclusion = {
  readonly checks: readonly CheckView[];
  readonly reason: string;
  readonly noteToClient?: string;
  readonly holdDays?: number;
};

/** Before it is applied: what stood there, the checks as they are, who agreed, and the days in which nothing is paid out. */
export async function conclude(
  uow: Uow,
  row: RequestRecord,
  event: 'apply' | 'refuse' | 'withdraw',
  { checks, reason, noteToClient, holdDays = 0 }: Conclusion,
): Promise<void> {
  const { id, clientId } = row;
  const before = row.state as 'open'; // from here on it is one of the ends
  const state = next(requestStates, before, event);
  const holdUntil = holdDays > 0 ? new Date(uow.now.getTime() + holdDays * dayMs) : null;
  const seal = (column: string, text: string) => sealAbout(uow, clientId, { table, column, row: id }, text);
  const holdId = holdUntil && (await coolOff(uow, row, holdUntil));
  await updateRequest(uow, id, {
    state,
    checks: [...checks],
    replaced: event === 'apply' ? await seal('replaced', JSON.stringify(await standsNow(uow, clientId))) : null,
    decidedById: uow.actor.userId ?? null,
    decidedByName: uow.actor.name,
    approvedByNames: uow.approval?.approvers.map(({ name }) => name) ?? [],
    decidedAt: uow.now,
    reason,
    noteToClient: noteToClient ? await seal('note_to_client', noteToClient) : null,
    holdId,
    holdUntil,
  });
  if (event !== 'apply') await cancelWaiting(uow, { type: 'request', id }, reason);
  await closeWork(uow, id, state, 'client_request');
  uow.audit({
    object: { type: 'request', id },
    client: clientId,
    thread: id,
    changes: { state: [before, state], ...(holdUntil ? { holdUntil: [null, holdUntil] as const } : {}) },
    facts: { kind: row.kind, checks: Object.fromEntries(checks.map(({ name, result }) => [name, result])) },
    reason,
  });
  // What he took back himself he need not be told.
  if (event !== 'withdraw') uow.emit({ name: 'support/request.decided', data: { requestId: id, clientId } });
}

async function coolOff(uow: Uow, { id, clientId, kind }: RequestRecord, expiresAt: Date): Promise<Id<'hold'>> {
  const client = found(await findClient(uow, clientId, { lock: true }), 'client_not_found');
  const note = `Nothing is paid out for some days after ${kind.replaceAll('_', ' ')}`;
  return placeHoldOn(uow, client, { reason: 'security', note, expiresAt, sourceId: id });
}
