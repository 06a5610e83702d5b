import { and, desc, eq, inArray, ne, sql } from 'drizzle-orm';
import { document, documentView } from '@/db/schema/documents';
import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';

export type DocumentRow = typeof document.$inferSelect;

export async function findDocument(
  read: Read,
  id: Id<'document'>,
  options: { lock?: boolean } = {},
): Promise<DocumentRow | null> {
  const query = read.db.select().from(document).where(eq(document.id, id));
  const [row] = await (options.lock ? query.for('no key update') : query);
  return row ?? null;
}

export async function insertDocument(uow: Uow, row: typeof document.$inferInsert): Promise<void> {
  await uow.db.insert(document).values(row);
}

export async function updateDocument(uow: Uow, id: Id<'document'>, values: Partial<typeof document.$inferInsert>) {
  await uow.db.update(document).set(values).where(eq(document.id, id));
}

export async function documentsOf(read: Read, clientId: Id<'client'>): Promise<DocumentRow[]> {
  return read.db
    .select()
    .from(document)
    .where(and(eq(document.clientId, clientId), ne(document.state, 'failed')))
    .orderBy(desc(document.uploadedAt), desc(document.id))
    .limit(500);
}

export async function documentsByIds(read: Read, clientId: Id<'client'>, ids: readonly Id<'document'>[]) {
  if (ids.length === 0) return [];
  return read.db
    .select()
    .from(document)
    .where(and(eq(document.clientId, clientId), inArray(document.id, [...ids])));
}

/** The same bytes for the same purpose, sent again. */
export async function sameDocument(read: Read, clientId: Id<'client'>, kind: string, sha256: string) {
  const [row] = await read.db
    .select()
    .from(document)
    .where(
      and(
        eq(document.clientId, clientId),
        eq(document.kind, kind),
        eq(document.sha256, sha256),
        inArray(document.state, ['received', 'accepted']),
      ),
    );
  return row ?? null;
}

/** What an accepted document takes the place of: the same kind and side of the same client. */
export async function replacedBy(uow: Uow, row: DocumentRow): Promise<DocumentRow[]> {
  return uow.db
    .select()
    .from(document)
    .where(
      and(
        eq(document.clientId, row.clientId),
        eq(document.kind, row.kind),
        sql`${document.side} is not distinct from ${row.side}`,
        ne(document.id, row.id),
        inArray(document.state, ['accepted', 'expired']),
      ),
    )
    .for('no key update');
}

/** Whose identity the client is; null when there is no such client. */
export async function personOf(read: Read, clientId: Id<'client'>): Promise<string | null> {
  const { rows } = await read.db.execute<{ person: string }>(
    sql`select person_id::text as person from client where id = ${sql.param(clientId, document.clientId)}`,
  );
  return rows[0]?.person ?? null;
}

export async function dueDocuments(read: Read, today: string, max: number): Promise<{ id: Id<'document'> }[]> {
  return read.db
    .select({ id: document.id })
    .from(document)
    .where(and(eq(document.state, 'accepted'), sql`${document.expiresOn} < ${today}`))
    .limit(max);
}

export async function insertView(uow: Uow, row: typeof documentView.$inferInsert): Promise<void> {
  await uow.db.insert(documentView).values(row);
}

export async function viewsOf(read: Read, id: Id<'document'>) {
  return read.db
    .select()
    .from(documentView)
    .where(eq(documentView.documentId, id))
    .orderBy(desc(documentView.at))
    .limit(200);
}
