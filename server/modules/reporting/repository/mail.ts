import { and, eq, lte } from 'drizzle-orm';
import { reportMail } from '@/db/schema/reporting';
import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';

export type MailRow = typeof reportMail.$inferSelect;
type Said = Pick<MailRow, 'days' | 'cadence' | 'hour' | 'zone' | 'nextAt'>;
const of = (userId: Id<'user'>, view: string) => and(eq(reportMail.userId, userId), eq(reportMail.view, view));

export async function mailOf(read: Read, userId: Id<'user'>, view: string): Promise<MailRow | null> {
  const [row] = await read.db.select().from(reportMail).where(of(userId, view));
  return row ?? null;
}

export async function putMail(uow: Uow, userId: Id<'user'>, view: string, said: Said): Promise<Id<'reportMail'>> {
  const [row] = await uow.db
    .insert(reportMail)
    .values({ id: uow.id('reportMail'), userId, view, ...said, createdAt: uow.now })
    .onConflictDoUpdate({ target: [reportMail.tenantId, reportMail.userId, reportMail.view], set: said })
    .returning({ id: reportMail.id });
  if (!row) throw new TypeError('an upsert returns its row');
  return row.id;
}

export async function removeMail(uow: Uow, userId: Id<'user'>, view: string): Promise<Id<'reportMail'> | null> {
  const [row] = await uow.db.delete(reportMail).where(of(userId, view)).returning({ id: reportMail.id });
  return row?.id ?? null;
}

export async function dueMails(read: Read, options: { lock: boolean }): Promise<MailRow[]> {
  const query = read.db
    .select()
    .from(reportMail)
    .where(lte(reportMail.nextAt, read.now))
    .orderBy(reportMail.nextAt)
    .limit(50);
  return options.lock ? query.for('update', { skipLocked: true }) : query;
}

export async function mailSent(uow: Uow, id: Id<'reportMail'>, nextAt: Date): Promise<void> {
  await uow.db.update(reportMail).set({ lastAt: uow.now, nextAt }).where(eq(reportMail.id, id));
}
