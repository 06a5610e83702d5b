import { z } from 'zod';
import { holds } from '@/server/kernel/access';
import { sha256Hex } from '@/server/kernel/canonical';
import { found, Refusal } from '@/server/kernel/errors';
import { type Id, idFromUuid, idSchema } from '@/server/kernel/ids';
import { requireReach } from '@/server/kernel/reach';
import { next } from '@/server/kernel/state';
import { localDate } from '@/server/kernel/time';
import type { Read } from '@/server/kernel/uow';
import { seal } from '@/server/kernel/vault';
import { command, query } from '@/server/kernel/verb';
import {
  AcceptDocument,
  DocumentId,
  DocumentView,
  documentBytesMax,
  ListDocuments,
  ListViews,
  RejectDocument,
  UploadDocument,
  ViewEntry,
} from './contract';
import { decideDocument } from './decide';
import {
  type DocumentRow,
  documentsOf,
  dueDocuments,
  findDocument,
  insertDocument,
  insertView,
  personOf,
  sameDocument,
  updateDocument,
  viewsOf,
} from './repository';
import { safeName, sniff } from './sniff';
import { type DocumentState, documentLife } from './state';

const people = ['staff', 'client', 'apiKey', 'job'] as const;

/** Bound into the cipher text: bytes moved to another document do not open. */
export const placeOf = (id: Id<'document'>) => ({ table: 'document', column: 'bytes', row: id });

async function inReach(read: Read, verb: string, id: Id<'document'>, lock = false): Promise<DocumentRow> {
  const row = found(await findDocument(read, id, { lock }), 'document_not_found');
  await requireReach(read, verb, row.clientId);
  return row;
}

/** First half of an upload (see effects): what the bytes are is decided here, never by their name. */
export const beginUpload = command({
  name: 'documents.document.upload',
  actors: people,
  auditRefusal: true,
  secretInput: true,
  secretOutput: true,
  limits: (input, ctx) => [{ key: `upload/${input.clientId}/${ctx.credential.kind}`, max: 120, seconds: 3_600 }],
  input: UploadDocument,
  output: z.object({
    id: idSchema('document'),
    isNew: z.boolean(),
    storageKey: z.string(),
    sealed: z.string(),
  }),
  run: async (uow, { bytes, clientId, ...meta }) => {
    await requireReach(uow, 'documents.document.upload', clientId);
    if (bytes.length > documentBytesMax)
      throw new Refusal('invalid', 'file_too_large', { field: 'bytes', params: { maxBytes: documentBytesMax } });
    const contentType = sniff(bytes);
    if (!contentType) throw new Refusal('invalid', 'file_type_refused', { field: 'bytes' });
    const person = idFromUuid('person', found(await personOf(uow, clientId), 'client_not_found'));
    const sha256 = await sha256Hex(bytes);
    const same = await sameDocument(uow, clientId, meta.kind, sha256);
    if (same) {
      uow.audit({ object: { type: 'document', id: same.id }, client: clientId, facts: { isSame: true } });
      return { id: same.id, isNew: false, storageKey: same.storageKey, sealed: '' };
    }
    const id = uow.id('document');
    const storageKey = `${uow.tenant.id}/documents/${id}`;
    await insertDocument(uow, {
      id,
      clientId,
      personId: person,
      kind: meta.kind,
      side: meta.side ?? null,
      country: meta.country ?? null,
      fileName: safeName(meta.fileName, contentType),
      contentType,
      byteLength: bytes.length,
      sha256,
      storageKey,
      state: documentLife.initial,
      issuedOn: meta.issuedOn ?? null,
      expiresOn: meta.expiresOn ?? null,
      uploadedByKind: uow.actor.kind,
      uploadedBy: uow.actor.name,
      uploadedAt: uow.now,
    });
    uow.audit({
      object: { type: 'document', id },
      client: clientId,
      changes: { state: [null, documentLife.initial] },
      facts: { kind: meta.kind, contentType, byteLength: bytes.length, sha256 },
    });
    return { id, isNew: true, storageKey, sealed: await seal(uow, `person:${person}`, placeOf(id), bytes) };
  },
});

export const recordUpload = command({
  name: 'documents.document.record_upload',
  actors: people,
  input: DocumentId.extend({ outcome: z.enum(['stored', 'unknown']) }),
  output: DocumentView,
  run: async (uow, { id, outcome }) => {
    const row = await inReach(uow, 'documents.document.record_upload', id, true);
    const state = next(documentLife, row.state as DocumentState, outcome === 'stored' ? 'store' : 'lose');
    await updateDocument(uow, id, { state });
    uow.audit({
      object: { type: 'document', id },
      client: row.clientId,
      changes: { state: [row.state, state] },
    });
    if (outcome === 'stored')
      uow.emit({ name: 'documents/document.received', data: { documentId: id, clientId: row.clientId } });
    return toView({ ...row, state });
  },
});

/** Leaves a line for every look of staff; then the bytes may be fetched (see effects). */
export const viewDocument = command({
  name: 'documents.document.view',
  actors: people,
  auditRefusal: true,
  input: DocumentId,
  output: z.object({ storageKey: z.string(), contentType: z.string(), fileName: z.string(), sha256: z.string() }),
  run: async (uow, { id }) => {
    const row = await inReach(uow, 'documents.document.view', id);
    // Support opens what clients attach to their messages; a passport needs the class of documents.
    if (uow.actor.kind === 'staff' && row.kind !== 'attachment' && !holds(uow.actor, 'sensitive.document'))
      throw new Refusal('forbidden', 'grant_missing', { params: { grant: 'sensitive.document' } });
    if (row.state === 'storing' || row.state === 'failed' || row.erasedAt)
      throw new Refusal('not_found', 'document_not_found');
    await insertView(uow, {
      id: uow.id('documentView'),
      documentId: id,
      clientId: row.clientId,
      userId: uow.actor.impersonator?.userId ?? uow.actor.userId ?? null,
      viewerKind: uow.actor.kind,
      viewerName: uow.actor.impersonator?.name ?? uow.actor.name,
      ip: uow.request.ip ?? null,
      at: uow.now,
    });
    uow.audit({ object: { type: 'document', id }, client: row.clientId });
    const { storageKey, contentType, fileName, sha256 } = row;
    return { storageKey, contentType, fileName, sha256 };
  },
});

export const toView = (row: DocumentRow): DocumentView => ({
  id: row.id,
  clientId: row.clientId,
  kind: row.kind as DocumentView['kind'], // columns written through the contract's own lists
  side: row.side as DocumentView['side'],
  country: row.country,
  fileName: row.fileName,
  contentType: row.contentType,
  byteLength: row.byteLength,
  state: row.state as DocumentState,
  stateReason: row.stateReason,
  issuedOn: row.issuedOn,
  expiresOn: row.expiresOn,
  supersededBy: row.supersededBy,
  uploadedBy: row.uploadedBy,
  uploadedAt: row.uploadedAt,
  decidedAt: row.decidedAt,
});

export const listDocuments = query({
  name: 'documents.document.list',
  actors: people,
  input: ListDocuments,
  output: z.array(DocumentView),
  run: async (read, { clientId }) => {
    await requireReach(read, 'documents.document.list', clientId);
    const rows = (await documentsOf(read, clientId)).map(toView);
    // Who of the staff sent something in for him is not the client's affair.
    return read.actor.kind === 'client' ? rows.map((row) => ({ ...row, uploadedBy: '' })) : rows;
  },
});

export const listViews = query({
  name: 'documents.document.list_views',
  actors: ['staff', 'job'],
  input: ListViews,
  output: z.array(ViewEntry),
  run: async (read, { id }) => {
    await inReach(read, 'documents.document.list_views', id);
    const rows = await viewsOf(read, id);
    return rows.map(({ viewerName, viewerKind, ip, at }) => ({ viewer: viewerName, kind: viewerKind, ip, at }));
  },
});

export const acceptDocument = command({
  name: 'documents.document.accept',
  actors: ['staff', 'job'],
  auditRefusal: true,
  input: AcceptDocument,
  output: DocumentId,
  run: async (uow, { id, expiresOn }) => {
    await inReach(uow, 'documents.document.accept', id);
    await decideDocument(uow, id, 'accept', 'seen and accepted', { expiresOn: expiresOn ?? null });
    return { id };
  },
});

export const rejectDocument = command({
  name: 'documents.document.reject',
  actors: ['staff', 'job'],
  auditRefusal: true,
  input: RejectDocument,
  output: DocumentId,
  run: async (uow, { id, reason }) => {
    await inReach(uow, 'documents.document.reject', id);
    await decideDocument(uow, id, 'reject', reason);
    return { id };
  },
});

/** Accepted documents whose last day has passed. */
export const listDueDocuments = query({
  name: 'documents.document.list_due',
  actors: ['job'],
  input: z.object({ limit: z.number().int().min(1).max(500).default(200) }),
  output: z.array(DocumentId),
  run: (read, { limit }) => dueDocuments(read, localDate(read.now, 'UTC'), limit),
});

export const expireDocument = command({
  name: 'documents.document.expire',
  actors: ['job'],
  input: DocumentId,
  output: DocumentId,
  run: async (uow, { id }) => {
    await decideDocument(uow, id, 'expire', 'its last day has passed');
    return { id };
  },
});
