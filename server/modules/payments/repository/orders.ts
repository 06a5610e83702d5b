import { eq } from 'drizzle-orm';
import { deposit } from '@/db/schema/payments';
import type { Id } from '@/server/kernel/ids';
import type { Read } from '@/server/kernel/uow';

export async function depositById(read: Read, id: Id<'deposit'>): Promise<typeof deposit.$inferSelect | null> {
  const [row] = await read.db.select().from(deposit).where(eq(deposit.id, id));
  return row ?? null;
}
