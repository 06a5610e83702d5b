import { and, asc, eq, inArray, isNull, lte, or } from 'drizzle-orm';
import { accountOperation } from '@/db/schema/trading';
import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';
import { inFlight } from '../state';

export type OperationRow = typeof accountOperation.$inferSelect;

/** False when the account has another operation in flight, or this cause was served before. */
export async function insertOperation(uow: Uow, row: typeof accountOperation.$inferInsert): Promise<boolean> {
  const rows = await uow.db
    .insert(accountOperation)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: accountOperation.id });
  return rows.length > 0;
}

export async function updateOperation(uow: Uow, id: Id<'balanceOperation'>, set: Partial<OperationRow>): Promise<void> {
  await uow.db.update(accountOperation).set(set).where(eq(accountOperation.id, id));
}

export async function lockOperation(uow: Uow, id: Id<'balanceOperation'>): Promise<OperationRow | null> {
  const [row] = await uow.db.select().from(accountOperation).where(eq(accountOperation.id, id)).for('update');
  return row ?? null;
}

export async function operationByCause(read: Read, cause: string): Promise<OperationRow | null> {
  const [row] = await read.db.select().from(accountOperation).where(eq(accountOperation.cause, cause));
  return row ?? null;
}

export async function operationInFlight(read: Read, account: Id<'tradingAccount'>): Promise<OperationRow | null> {
  const [row] = await read.db
    .select()
    .from(accountOperation)
    .where(and(eq(accountOperation.accountId, account), inArray(accountOperation.state, [...inFlight])));
  return row ?? null;
}

export async function operationsByTag(read: Read, tags: readonly string[]): Promise<OperationRow[]> {
  if (tags.length === 0) return [];
  return read.db
    .select()
    .from(accountOperation)
    .where(inArray(accountOperation.opId, [...tags]));
}

/** Operations whose next step is due and which no job seems to be taking. */
export async function dueOperations(read: Read, before: Date, limit = 200) {
  return read.db
    .select({ id: accountOperation.id, accountId: accountOperation.accountId, clientId: accountOperation.clientId })
    .from(accountOperation)
    .where(
      and(
        inArray(accountOperation.state, [...inFlight]),
        lte(accountOperation.createdAt, before),
        or(isNull(accountOperation.nextAt), lte(accountOperation.nextAt, before)),
      ),
    )
    .orderBy(asc(accountOperation.createdAt))
    .limit(limit);
}
