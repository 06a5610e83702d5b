import { and, asc, desc, eq, gte, inArray, isNull, lte, ne, sql } from 'drizzle-orm';
import { approvalRequest, workItem } from '@/db/schema/_kernel';
import { notification, suppression } from '@/db/schema/notifications';
import type { Id } from '@/server/kernel/ids';
import { keyset, type PageInput } from '@/server/kernel/page';
import type { Read, Uow } from '@/server/kernel/uow';

export type NotificationRow = typeof notification.$inferSelect;
type Change = Partial<typeof notification.$inferInsert>;

/** Adds what nobody has been told yet; the unique key is what makes a message go out once. */
export async function addNotifications(
  uow: Uow,
  rows: (typeof notification.$inferInsert)[],
): Promise<Id<'notification'>[]> {
  if (rows.length === 0) return [];
  const added = await uow.db.insert(notification).values(rows).onConflictDoNothing().returning({ id: notification.id });
  return added.map(({ id }) => id);
}

/** Takes what is due, for so long that nobody else sends it meanwhile. A claim that is not settled becomes due again. */
export async function claimDue(
  uow: Uow,
  of: { readonly eventId?: string; readonly limit: number },
  until: Date,
): Promise<NotificationRow[]> {
  const due = uow.db
    .select({ id: notification.id })
    .from(notification)
    .where(
      and(
        eq(notification.state, 'queued'),
        lte(notification.nextAt, uow.now),
        of.eventId === undefined ? undefined : eq(notification.eventId, of.eventId),
      ),
    )
    .orderBy(asc(notification.nextAt))
    .limit(of.limit)
    .for('update', { skipLocked: true });
  return uow.db
    .update(notification)
    .set({
      nextAt: until,
      attempts: sql`${notification.attempts} + 1`,
      tryingSince: sql`coalesce(${notification.tryingSince}, ${uow.now})`,
    })
    .where(inArray(notification.id, due))
    .returning();
}

export async function countDue(read: Read): Promise<number> {
  const [row] = await read.db
    .select({ n: sql<number>`count(*)::int` })
    .from(notification)
    .where(and(eq(notification.state, 'queued'), lte(notification.nextAt, read.now)));
  return row?.n ?? 0;
}

export async function lockNotifications(uow: Uow, ids: readonly Id<'notification'>[]): Promise<NotificationRow[]> {
  if (ids.length === 0) return [];
  return uow.db
    .select()
    .from(notification)
    .where(inArray(notification.id, [...ids]))
    .orderBy(notification.id)
    .for('update');
}

export async function updateNotification(uow: Uow, id: Id<'notification'>, set: Change): Promise<void> {
  await uow.db.update(notification).set(set).where(eq(notification.id, id));
}

export async function pageOfClient(read: Read, clientId: Id<'client'>, page: PageInput) {
  const keys = await keyset(page, { at: notification.createdAt }, 'at', notification.id, { clientId });
  const rows = await read.db
    .select()
    .from(notification)
    .where(and(eq(notification.clientId, clientId), keys.where))
    .orderBy(...keys.orderBy)
    .limit(page.limit + 1);
  return { rows, keys };
}

const inbox = (recipient: string) => and(eq(notification.recipient, recipient), eq(notification.channel, 'in_app'));

export async function inboxOf(read: Read, recipient: string, limit: number): Promise<NotificationRow[]> {
  return read.db
    .select()
    .from(notification)
    .where(inbox(recipient))
    .orderBy(desc(notification.createdAt), desc(notification.id))
    .limit(limit);
}

export async function countUnread(read: Read, recipient: string): Promise<number> {
  const [row] = await read.db
    .select({ n: sql<number>`count(*)::int` })
    .from(notification)
    .where(and(inbox(recipient), isNull(notification.readAt)));
  return row?.n ?? 0;
}

export async function markRead(uow: Uow, recipient: string, ids: readonly Id<'notification'>[] | null) {
  const read = await uow.db
    .update(notification)
    .set({ readAt: sql`coalesce(${notification.readAt}, ${uow.now})` })
    .where(and(inbox(recipient), ids ? inArray(notification.id, [...ids]) : isNull(notification.readAt)))
    .returning({ id: notification.id });
  return read.length;
}

export async function hasBeenTold(read: Read, eventId: string, recipient: string): Promise<boolean> {
  const [row] = await read.db
    .select({ id: notification.id })
    .from(notification)
    .where(and(eq(notification.eventId, eventId), eq(notification.recipient, recipient)))
    .limit(1);
  return row !== undefined;
}

export async function unreadSince(read: Read, recipient: string, since: Date, limit: number) {
  return read.db
    .select()
    .from(notification)
    .where(and(inbox(recipient), isNull(notification.readAt), gte(notification.createdAt, since)))
    .orderBy(desc(notification.createdAt), desc(notification.id))
    .limit(limit);
}

/** The newest of its kind: its object is what a preview is filled with. */
export async function newestOf(read: Read, message: string) {
  const [row] = await read.db
    .select({ objectType: notification.objectType, objectId: notification.objectId })
    .from(notification)
    .where(eq(notification.message, message))
    .orderBy(desc(notification.createdAt))
    .limit(1);
  return row ?? null;
}

export async function suppressedHashes(read: Read, channel: string, hashes: readonly string[]): Promise<Set<string>> {
  if (hashes.length === 0) return new Set();
  const rows = await read.db
    .select({ hash: suppression.addressHash })
    .from(suppression)
    .where(
      and(
        eq(suppression.channel, channel),
        inArray(suppression.addressHash, [...hashes]),
        isNull(suppression.liftedAt),
      ),
    );
  return new Set(rows.map(({ hash }) => hash));
}

type SuppressionRow = typeof suppression.$inferSelect;

export async function suppressionAt(read: Read, channel: string, addressHash: string): Promise<SuppressionRow | null> {
  const [row] = await read.db
    .select()
    .from(suppression)
    .where(and(eq(suppression.channel, channel), eq(suppression.addressHash, addressHash)));
  return row ?? null;
}

export async function suppressionById(
  read: Read,
  id: Id<'suppression'>,
  options: { lock?: boolean } = {},
): Promise<SuppressionRow | null> {
  const query = read.db.select().from(suppression).where(eq(suppression.id, id));
  const [row] = await (options.lock ? query.for('update') : query);
  return row ?? null;
}

export async function addSuppression(uow: Uow, row: typeof suppression.$inferInsert): Promise<void> {
  await uow.db.insert(suppression).values(row).onConflictDoNothing();
}

export async function updateSuppression(uow: Uow, id: Id<'suppression'>, set: Partial<SuppressionRow>): Promise<void> {
  await uow.db.update(suppression).set(set).where(eq(suppression.id, id));
}

/** Whether the same is on its way to him already. */
export async function isQueuedAgain(read: Read, row: NotificationRow): Promise<boolean> {
  const [twin] = await read.db
    .select({ id: notification.id })
    .from(notification)
    .where(
      and(
        eq(notification.state, 'queued'),
        eq(notification.recipient, row.recipient),
        eq(notification.channel, row.channel),
        eq(notification.message, row.message),
        eq(notification.objectId, row.objectId),
      ),
    )
    .limit(1);
  return twin !== undefined;
}

export async function byProviderRef(
  uow: Uow,
  wanted: { readonly id: Id<'notification'> | null; readonly ref: string },
): Promise<NotificationRow | null> {
  const of = wanted.id ? eq(notification.id, wanted.id) : eq(notification.providerRef, wanted.ref);
  const [row] = await uow.db.select().from(notification).where(of).for('update');
  return row ?? null;
}

/** Whether the newest so many mails to him were all taken and then failed. */
export async function allCameBack(read: Read, recipient: string, n: number): Promise<boolean> {
  const rows = await read.db
    .select({ state: notification.state })
    .from(notification)
    .where(
      and(
        eq(notification.recipient, recipient),
        eq(notification.channel, 'email'),
        inArray(notification.state, ['sent', 'delivered', 'failed', 'bounced']),
      ),
    )
    .orderBy(desc(notification.createdAt), desc(notification.id))
    .limit(n);
  return rows.length === n && rows.every(({ state }) => state === 'failed');
}

export async function notificationById(read: Read, id: Id<'notification'>): Promise<NotificationRow | null> {
  const [row] = await read.db.select().from(notification).where(eq(notification.id, id));
  return row ?? null;
}

/** How often each was written to of late beyond what he must know; the sending that counts is left out. */
export async function marketingCounts(read: Read, ids: readonly Id<'client'>[], since: Date, key: string) {
  if (ids.length === 0) return new Map<Id<'client'>, number>();
  const rows = await read.db
    .select({ clientId: notification.clientId, n: sql<number>`count(*)::int` })
    .from(notification)
    .where(
      and(
        inArray(notification.clientId, [...ids]),
        eq(notification.objectType, 'marketing'),
        ne(notification.objectId, key),
        ne(notification.state, 'suppressed'),
        gte(notification.createdAt, since),
      ),
    )
    .groupBy(notification.clientId);
  return new Map(rows.flatMap(({ clientId, n }) => (clientId ? [[clientId, n] as const] : [])));
}

export async function approvalFacts(read: Read, id: Id<'approval'>) {
  const [row] = await read.db.select().from(approvalRequest).where(eq(approvalRequest.id, id));
  return row ?? null;
}

export async function workItemFacts(read: Read, id: Id<'workItem'>) {
  const [row] = await read.db.select().from(workItem).where(eq(workItem.id, id));
  return row ?? null;
}
