import { found } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import { type EventOf, next } from '@/server/kernel/state';
import type { Uow } from '@/server/kernel/uow';
import { type DocumentRow, findDocument, replacedBy, updateDocument } from './repository';
import { type DocumentState, documentLife } from './state';

type Event = EventOf<typeof documentLife>;

/** For upper modules, inside their unit of work: a check has decided about a document. */
export async function decideDocument(
  uow: Uow,
  id: Id<'document'>,
  event: 'accept' | 'reject' | 'expire',
  why: string,
  options: { expiresOn?: string | null; restrictedTo?: 'compliance' | 'legal' } = {},
): Promise<void> {
  const row = found(await findDocument(uow, id, { lock: true }), 'document_not_found');
  const state = await step(uow, row, event, why, options);
  if (event === 'accept')
    for (const old of await replacedBy(uow, row)) await step(uow, old, 'supersede', 'replaced', { supersededBy: id });
  uow.emit({ name: `documents/document.${state}`, data: { documentId: id, clientId: row.clientId } });
}

async function step(
  uow: Uow,
  row: DocumentRow,
  event: Event,
  why: string,
  {
    expiresOn,
    supersededBy,
    restrictedTo,
  }: { expiresOn?: string | null; supersededBy?: Id<'document'>; restrictedTo?: 'compliance' | 'legal' },
): Promise<DocumentState> {
  const state = next(documentLife, row.state as DocumentState, event); // written from the same table
  await updateDocument(uow, row.id, {
    state,
    stateReason: event === 'reject' && !restrictedTo ? why : null,
    decidedAt: uow.now,
    ...(expiresOn === undefined || expiresOn === null ? {} : { expiresOn }),
    ...(supersededBy ? { supersededBy } : {}),
  });
  uow.audit({
    action: `documents.document.${event}`,
    object: { type: 'document', id: row.id },
    client: row.clientId,
    changes: { state: [row.state, state] },
    reason: why,
    ...(restrictedTo ? { restrictedTo } : {}),
  });
  return state;
}
