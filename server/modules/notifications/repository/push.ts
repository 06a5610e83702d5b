import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import { pushKey, pushSubscription } from '@/db/schema/notifications.push';
import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';

export type SubscriptionRow = typeof pushSubscription.$inferSelect;

export async function keyRow(read: Read) {
  const [row] = await read.db.select().from(pushKey).limit(1);
  return row ?? null;
}

/** The first one stays: two who begin at once get the same. */
export async function addKey(uow: Uow, row: typeof pushKey.$inferInsert): Promise<void> {
  await uow.db.insert(pushKey).values(row).onConflictDoNothing();
}

export async function liveSubscriptions(read: Read, recipient: string): Promise<SubscriptionRow[]> {
  return read.db
    .select()
    .from(pushSubscription)
    .where(and(eq(pushSubscription.recipient, recipient), isNull(pushSubscription.endedAt)))
    .orderBy(desc(pushSubscription.createdAt), asc(pushSubscription.id))
    .limit(50);
}

export async function subscriptionById(read: Read, id: Id<'pushSubscription'>): Promise<SubscriptionRow | null> {
  const [row] = await read.db.select().from(pushSubscription).where(eq(pushSubscription.id, id));
  return row ?? null;
}

export async function subscriptionAt(uow: Uow, endpointHash: string): Promise<SubscriptionRow | null> {
  const [row] = await uow.db
    .select()
    .from(pushSubscription)
    .where(and(eq(pushSubscription.endpointHash, endpointHash), isNull(pushSubscription.endedAt)))
    .for('update');
  return row ?? null;
}

export async function addSubscription(uow: Uow, row: typeof pushSubscription.$inferInsert): Promise<boolean> {
  const added = await uow.db
    .insert(pushSubscription)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: pushSubscription.id });
  return added.length > 0;
}

export type Ended = 'unsubscribed' | 'gone' | 'taken_over' | 'not_me';

export async function endSubscriptions(
  uow: Uow,
  of: { readonly id: Id<'pushSubscription'> } | { readonly recipient: string },
  because: Ended,
): Promise<Id<'pushSubscription'>[]> {
  const whose = 'id' in of ? eq(pushSubscription.id, of.id) : eq(pushSubscription.recipient, of.recipient);
  const ended = await uow.db
    .update(pushSubscription)
    .set({ endedAt: uow.now, endedBecause: because })
    .where(and(whose, isNull(pushSubscription.endedAt)))
    .returning({ id: pushSubscription.id });
  return ended.map(({ id }) => id);
}
