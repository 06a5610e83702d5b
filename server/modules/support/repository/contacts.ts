import { and, desc, eq, isNull } from 'drizzle-orm';
import { contactEntry } from '@/db/schema/support';
import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';

export async function insertContact(uow: Uow, row: typeof contactEntry.$inferInsert): Promise<void> {
  await uow.db.insert(contactEntry).values(row);
}

export async function contactsOf(read: Read, clientId: Id<'client'>, withRestricted: boolean) {
  return read.db
    .select()
    .from(contactEntry)
    .where(and(eq(contactEntry.clientId, clientId), withRestricted ? undefined : isNull(contactEntry.restrictedTo)))
    .orderBy(desc(contactEntry.at), desc(contactEntry.id))
    .limit(60);
}
