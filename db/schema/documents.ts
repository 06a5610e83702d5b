import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { idColumn, instant, tenantKey, tenantRef, tenantRow } from './_columns';
import { client, person } from './clients';

/** What we know of a file. Its bytes lie in the store under `storageKey`, sealed under the person's key. */
export const document = pgTable(
  'document',
  {
    ...tenantRow('document'),
    clientId: idColumn('client').notNull(),
    personId: idColumn('person').notNull(),
    kind: text().notNull(),
    side: text(),
    country: text(),
    fileName: text().notNull(),
    contentType: text().notNull(),
    byteLength: integer().notNull(),
    sha256: text().notNull(),
    storageKey: text().notNull(),
    state: text().notNull(),
    stateReason: text(),
    issuedOn: text(),
    expiresOn: text(),
    supersededBy: idColumn('document'),
    uploadedByKind: text().notNull(),
    uploadedBy: text().notNull(),
    uploadedAt: instant().notNull(),
    decidedAt: instant(),
    erasedAt: instant(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.clientId, client),
    tenantRef(t.tenantId, t.personId, person),
    index('document_client').on(t.tenantId, t.clientId, t.uploadedAt),
    index('document_expiry').on(t.tenantId, t.expiresOn).where(sql`state = 'accepted' and expires_on is not null`),
    uniqueIndex('document_storage').on(t.tenantId, t.storageKey),
  ],
);

/** Append-only: who of the staff looked at which document, when and from where. */
export const documentView = pgTable(
  'document_view',
  {
    ...tenantRow('documentView'),
    documentId: idColumn('document').notNull(),
    clientId: idColumn('client').notNull(),
    userId: idColumn('user'),
    viewerKind: text().notNull(),
    viewerName: text().notNull(),
    ip: text(),
    at: instant().notNull(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.documentId, document),
    index('document_view_document').on(t.tenantId, t.documentId, t.at),
    index('document_view_user').on(t.tenantId, t.userId, t.at),
  ],
);
