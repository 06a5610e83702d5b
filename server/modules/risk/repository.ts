import { and, asc, eq, isNull } from 'drizzle-orm';
import { clientBook, exposureBand } from '@/db/schema/risk';
import { legalEntity } from '@/db/schema/tenancy';
import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';
import type { Book } from './calc';

export type BandRow = typeof exposureBand.$inferSelect;

/** Clients whose flow is passed on; everybody else is in book B. */
export async function clientsInA(read: Read): Promise<Id<'client'>[]> {
  const rows = await read.db
    .select({ id: clientBook.clientId })
    .from(clientBook)
    .where(and(eq(clientBook.book, 'A'), isNull(clientBook.until)));
  return rows.map((row) => row.id);
}

export async function bookOf(read: Read, clientId: Id<'client'>) {
  const [row] = await read.db
    .select()
    .from(clientBook)
    .where(and(eq(clientBook.clientId, clientId), isNull(clientBook.until)));
  return row ?? null;
}

export async function changeBook(uow: Uow, clientId: Id<'client'>, book: Book, reason: string): Promise<void> {
  await uow.db
    .update(clientBook)
    .set({ until: uow.now })
    .where(and(eq(clientBook.clientId, clientId), isNull(clientBook.until)));
  await uow.db.insert(clientBook).values({ clientId, since: uow.now, book, reason, by: uow.actor.name });
}

export const allBands = (read: Read): Promise<BandRow[]> =>
  read.db.select().from(exposureBand).orderBy(asc(exposureBand.symbol));

export async function lockBand(uow: Uow, book: Book, symbol: string): Promise<BandRow | null> {
  const [row] = await uow.db
    .select()
    .from(exposureBand)
    .where(and(eq(exposureBand.book, book), eq(exposureBand.symbol, symbol)))
    .for('update');
  return row ?? null;
}

export async function saveBand(uow: Uow, row: typeof exposureBand.$inferInsert): Promise<void> {
  await uow.db
    .insert(exposureBand)
    .values(row)
    .onConflictDoUpdate({
      target: [exposureBand.tenantId, exposureBand.book, exposureBand.symbol],
      set: { lots: row.lots, changedAt: row.changedAt },
    });
}

export async function removeBand(uow: Uow, id: Id<'exposureBand'>): Promise<void> {
  await uow.db.delete(exposureBand).where(eq(exposureBand.id, id));
}

export async function markBreach(uow: Uow, id: Id<'exposureBand'>, breachedAt: Date | null): Promise<void> {
  await uow.db.update(exposureBand).set({ breachedAt }).where(eq(exposureBand.id, id));
}

/** The currency a tenant thinks in, until a screen asks for another. */
export async function houseCurrency(read: Read): Promise<string> {
  const [row] = await read.db
    .select({ currency: legalEntity.baseCurrency })
    .from(legalEntity)
    .orderBy(asc(legalEntity.createdAt))
    .limit(1);
  return row?.currency ?? 'EUR';
}
