import { eq } from 'drizzle-orm';
import { shownPage } from '@/db/schema/support';
import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';

export async function insertShownPage(uow: Uow, row: typeof shownPage.$inferInsert): Promise<void> {
  await uow.db.insert(shownPage).values(row);
}

export async function findShownPage(read: Read, id: Id<'shownPage'>) {
  const [row] = await read.db.select().from(shownPage).where(eq(shownPage.id, id));
  return row ?? null;
}

export async function updateShownPage(
  uow: Uow,
  id: Id<'shownPage'>,
  values: Partial<typeof shownPage.$inferInsert>,
): Promise<void> {
  await uow.db.update(shownPage).set(values).where(eq(shownPage.id, id));
}
