import { and, asc, count, eq, lt, ne, sql } from 'drizzle-orm';
import { ssoAssertion, ssoConnection, ssoIdentity } from '@/db/schema/sso';
import { tenant } from '@/db/schema/tenancy';
import type { Id } from '@/server/kernel/ids';
import type { EnforcedSignOn } from '@/server/kernel/single-sign-on';
import type { Read, Uow } from '@/server/kernel/uow';

export type ConnectionRecord = typeof ssoConnection.$inferSelect;
type ConnectionId = Id<'ssoConnection'>;

export async function findConnection(
  read: Read,
  id: ConnectionId,
  options: { lock?: boolean } = {},
): Promise<ConnectionRecord | null> {
  const query = read.db
    .select()
    .from(ssoConnection)
    .where(and(eq(ssoConnection.id, id), ne(ssoConnection.state, 'removed')));
  const [row] = await (options.lock ? query.for('no key update') : query);
  return row ?? null;
}

export async function allConnections(read: Read): Promise<ConnectionRecord[]> {
  return read.db
    .select()
    .from(ssoConnection)
    .where(ne(ssoConnection.state, 'removed'))
    .orderBy(asc(ssoConnection.createdAt), asc(ssoConnection.id))
    .limit(100);
}

export async function peopleByConnection(read: Read): Promise<Map<ConnectionId, number>> {
  const rows = await read.db
    .select({ id: ssoIdentity.connectionId, people: count() })
    .from(ssoIdentity)
    .groupBy(ssoIdentity.connectionId);
  return new Map(rows.map(({ id, people }) => [id, people]));
}

export async function insertConnection(uow: Uow, row: typeof ssoConnection.$inferInsert): Promise<void> {
  await uow.db.insert(ssoConnection).values(row);
}

export async function updateConnection(
  uow: Uow,
  id: ConnectionId,
  values: Partial<typeof ssoConnection.$inferInsert>,
): Promise<void> {
  await uow.db.update(ssoConnection).set(values).where(eq(ssoConnection.id, id));
}

export async function userOfSubject(read: Read, connectionId: ConnectionId, subject: string) {
  const [row] = await read.db
    .select({ userId: ssoIdentity.userId })
    .from(ssoIdentity)
    .where(and(eq(ssoIdentity.connectionId, connectionId), eq(ssoIdentity.subject, subject)));
  return row?.userId ?? null;
}

/** False when this person is known here under another subject. */
export async function linkSubject(
  uow: Uow,
  link: { connectionId: ConnectionId; subject: string; userId: Id<'user'> },
): Promise<boolean> {
  const linked = await uow.db
    .insert(ssoIdentity)
    .values({ ...link, createdAt: uow.now, lastUsedAt: uow.now })
    .onConflictDoNothing()
    .returning({ userId: ssoIdentity.userId });
  return linked.length > 0;
}

export async function touchSubject(uow: Uow, connectionId: ConnectionId, subject: string): Promise<void> {
  await uow.db
    .update(ssoIdentity)
    .set({ lastUsedAt: uow.now })
    .where(and(eq(ssoIdentity.connectionId, connectionId), eq(ssoIdentity.subject, subject)));
}

/** One winner: whoever writes the row has taken the assertion. */
export async function takeAssertion(
  uow: Uow,
  connectionId: ConnectionId,
  assertion: { id: string; expiresAt: Date },
): Promise<boolean> {
  await uow.db
    .delete(ssoAssertion)
    .where(and(eq(ssoAssertion.connectionId, connectionId), lt(ssoAssertion.expiresAt, uow.now)));
  const taken = await uow.db
    .insert(ssoAssertion)
    .values({ connectionId, assertionId: assertion.id, expiresAt: assertion.expiresAt })
    .onConflictDoNothing()
    .returning({ id: ssoAssertion.assertionId });
  return taken.length > 0;
}

export async function storeEnforced(uow: Uow, signOn: readonly EnforcedSignOn[]): Promise<void> {
  const settings = sql`${tenant.settings} || ${JSON.stringify({ signOn })}::jsonb`;
  await uow.db.update(tenant).set({ settings }).where(eq(tenant.id, uow.tenant.id));
}
