import { and, count, desc, eq, gt, inArray, isNotNull, type SQL, sql } from 'drizzle-orm';
import { callerCheck, clientRequest } from '@/db/schema/support';
import { type Id, uuidFromId } from '@/server/kernel/ids';
import { exactTotalMax, keyset, type PageInput } from '@/server/kernel/page';
import type { Read, Uow } from '@/server/kernel/uow';

export type RequestRecord = typeof clientRequest.$inferSelect;

/** False when one of this kind is open already. */
export async function insertRequest(uow: Uow, row: typeof clientRequest.$inferInsert): Promise<boolean> {
  const rows = await uow.db.insert(clientRequest).values(row).onConflictDoNothing().returning({ id: clientRequest.id });
  return rows.length > 0;
}

export async function updateRequest(uow: Uow, id: Id<'request'>, values: Partial<typeof clientRequest.$inferInsert>) {
  await uow.db.update(clientRequest).set(values).where(eq(clientRequest.id, id));
}

export async function findRequest(read: Read, id: Id<'request'>, lock = false): Promise<RequestRecord | null> {
  const query = read.db.select().from(clientRequest).where(eq(clientRequest.id, id));
  const [row] = await (lock ? query.for('no key update') : query);
  return row ?? null;
}

export async function openRequestOf(read: Read, clientId: Id<'client'>, kind: string): Promise<RequestRecord | null> {
  const [row] = await read.db
    .select()
    .from(clientRequest)
    .where(and(eq(clientRequest.clientId, clientId), eq(clientRequest.kind, kind), eq(clientRequest.state, 'open')));
  return row ?? null;
}

export type RequestFilter = {
  readonly clientId: Id<'client'> | null;
  readonly states: readonly string[] | null;
  readonly kinds: readonly string[] | null;
};

const sortable = { dueAt: clientRequest.dueAt, openedAt: clientRequest.openedAt };
// The name is the clients module's; only the join column is used here.
const clientName = sql<string>`(select c.display_name from client c where c.tenant_id = ${clientRequest.tenantId} and c.id = ${clientRequest.clientId})`;

export async function pageOfRequests(read: Read, page: PageInput, filter: RequestFilter, scope: SQL | undefined) {
  const keys = await keyset(page, sortable, 'openedAt', clientRequest.id, filter);
  const where = and(
    scope ? sql`${clientRequest.clientId} in (select client.id from client where ${scope})` : undefined,
    filter.clientId ? eq(clientRequest.clientId, filter.clientId) : undefined,
    filter.states?.length ? inArray(clientRequest.state, [...filter.states]) : undefined,
    filter.kinds?.length ? inArray(clientRequest.kind, [...filter.kinds]) : undefined,
  );
  const [rows, [total]] = await Promise.all([
    read.db
      .select({ row: clientRequest, clientName })
      .from(clientRequest)
      .where(and(where, keys.where))
      .orderBy(...keys.orderBy)
      .limit(page.limit + 1),
    read.db.select({ n: count() }).from(clientRequest).where(where),
  ]);
  const n = total?.n ?? 0;
  const finished = keys.finish(rows, ({ row }) => ({
    at: page.sort === 'dueAt' ? row.dueAt : row.openedAt,
    id: uuidFromId('request', row.id),
  }));
  return { ...finished, total: n > exactTotalMax ? null : n };
}

export async function insertCallerCheck(uow: Uow, row: typeof callerCheck.$inferInsert): Promise<void> {
  await uow.db.insert(callerCheck).values(row);
}

export async function updateCallerCheck(
  uow: Uow,
  id: Id<'callerCheck'>,
  values: Partial<typeof callerCheck.$inferInsert>,
): Promise<void> {
  await uow.db.update(callerCheck).set(values).where(eq(callerCheck.id, id));
}

export async function findCallerCheck(read: Read, id: Id<'callerCheck'>, lock = false) {
  const query = read.db.select().from(callerCheck).where(eq(callerCheck.id, id));
  const [row] = await (lock ? query.for('no key update') : query);
  return row ?? null;
}

/** The newest code of this colleague for this client. */
export async function newestCallerCheck(read: Read, clientId: Id<'client'>, userId: Id<'user'>, lock = false) {
  const query = read.db
    .select()
    .from(callerCheck)
    .where(and(eq(callerCheck.clientId, clientId), eq(callerCheck.userId, userId)))
    .orderBy(desc(callerCheck.sentAt), desc(callerCheck.id))
    .limit(1);
  const [row] = await (lock ? query.for('no key update') : query);
  return row ?? null;
}

/** The proof that still holds: the caller read the code out to this very colleague. */
export async function liveCallerCheck(read: Read, clientId: Id<'client'>, userId: Id<'user'>) {
  const [row] = await read.db
    .select()
    .from(callerCheck)
    .where(
      and(
        eq(callerCheck.clientId, clientId),
        eq(callerCheck.userId, userId),
        isNotNull(callerCheck.verifiedAt),
        gt(callerCheck.verifiedUntil, read.now),
      ),
    )
    .orderBy(desc(callerCheck.verifiedUntil))
    .limit(1);
  return row ?? null;
}
