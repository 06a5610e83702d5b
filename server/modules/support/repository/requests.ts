import { and, desc, eq, gt, inArray, isNotNull, ne, sql } from 'drizzle-orm';
import { callerCheck, clientRequest } from '@/db/schema/support';
import { type Id, idFromUuid, uuidFromId } from '@/server/kernel/ids';
import { asFound, pageOfMany, totalOf, waysBy } from '@/server/kernel/long-list';
import { keyset, type PageInput } from '@/server/kernel/page';
import type { Read, Uow } from '@/server/kernel/uow';
import { waysThroughClients } from '@/server/modules/clients';
import { requestStates } from '../state';

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

export async function pageOfRequests(read: Read, page: PageInput, filter: RequestFilter, verb: string) {
  const keys = await keyset(page, sortable, 'openedAt', clientRequest.id, filter);
  const by = (page.sort ?? 'openedAt') as keyof typeof sortable; // keyset has refused any other
  const rest = and(
    filter.clientId ? eq(clientRequest.clientId, filter.clientId) : undefined,
    filter.kinds?.length ? inArray(clientRequest.kind, [...filter.kinds]) : undefined,
  );
  const states = filter.states?.length ? filter.states : requestStates.states;
  const reached = waysThroughClients(read, verb, clientRequest.clientId);
  const ways = waysBy(clientRequest.state, states, reached, rest);
  const list = { table: clientRequest, id: clientRequest.id, by: sortable[by], keys, ways, limit: page.limit };
  const { n, ids } = await pageOfMany(read, list);
  const ofPage = ids.map((id) => idFromUuid('request', id));
  const rows =
    ids.length > 0
      ? await read.db
          .select({ row: clientRequest, clientName })
          .from(clientRequest)
          .where(inArray(clientRequest.id, ofPage))
      : [];
  const finished = keys.finish(
    asFound(ids, rows, ({ row }) => uuidFromId('request', row.id)),
    ({ row }) => ({
      at: row[by],
      id: uuidFromId('request', row.id),
    }),
  );
  return { ...finished, total: totalOf(n) };
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
/** `except` is the way he wants changed: who holds it alone may be whom it is to be taken from. */
export async function liveCallerCheck(read: Read, clientId: Id<'client'>, userId: Id<'user'>, except?: string) {
  const [row] = await read.db
    .select()
    .from(callerCheck)
    .where(
      and(
        eq(callerCheck.clientId, clientId),
        eq(callerCheck.userId, userId),
        isNotNull(callerCheck.verifiedAt),
        gt(callerCheck.verifiedUntil, read.now),
        except ? ne(callerCheck.channel, except) : undefined,
      ),
    )
    .orderBy(desc(callerCheck.verifiedUntil))
    .limit(1);
  return row ?? null;
}
