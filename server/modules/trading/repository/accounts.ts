import { and, asc, eq, gt, inArray, isNotNull, lte, or, sql } from 'drizzle-orm';
import { tradingAccount } from '@/db/schema/trading';
import { accountSnapshot } from '@/db/schema/trading.deals';
import { type Id, uuidFromId } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';

export type AccountRow = typeof tradingAccount.$inferSelect;
export type SnapshotRow = typeof accountSnapshot.$inferSelect;

export const insertAccount = (uow: Uow, row: typeof tradingAccount.$inferInsert) =>
  uow.db.insert(tradingAccount).values(row);

export async function updateAccount(uow: Uow, id: Id<'tradingAccount'>, set: Partial<AccountRow>): Promise<void> {
  await uow.db.update(tradingAccount).set(set).where(eq(tradingAccount.id, id));
}

/** Every change of an account, its money and its booked deals waits here for its turn. */
export async function lockAccount(uow: Uow, id: Id<'tradingAccount'>): Promise<AccountRow | null> {
  const [row] = await uow.db.select().from(tradingAccount).where(eq(tradingAccount.id, id)).for('update');
  return row ?? null;
}

export async function accountById(read: Read, id: Id<'tradingAccount'>): Promise<AccountRow | null> {
  const [row] = await read.db.select().from(tradingAccount).where(eq(tradingAccount.id, id));
  return row ?? null;
}

export async function accountsOfClient(read: Read, client: Id<'client'>): Promise<AccountRow[]> {
  return read.db
    .select()
    .from(tradingAccount)
    .where(eq(tradingAccount.clientId, client))
    .orderBy(asc(tradingAccount.createdAt), asc(tradingAccount.id));
}

export async function snapshotOf(read: Read, id: Id<'tradingAccount'>): Promise<SnapshotRow | null> {
  const [row] = await read.db.select().from(accountSnapshot).where(eq(accountSnapshot.accountId, id));
  return row ?? null;
}

/** Logins of a connection that are ours. */
export async function accountsByLogin(
  read: Read,
  connectionId: Id<'connection'>,
  logins: readonly string[],
): Promise<AccountRow[]> {
  if (logins.length === 0) return [];
  return read.db
    .select()
    .from(tradingAccount)
    .where(and(eq(tradingAccount.connectionId, connectionId), inArray(tradingAccount.login, [...logins])));
}

/** Accounts on a platform in the order of their ids, for walks over all of them. */
export async function liveAccountsAfter(read: Read, after: Id<'tradingAccount'> | null, limit: number) {
  return read.db
    .select({ id: tradingAccount.id, environment: tradingAccount.environment, state: tradingAccount.state })
    .from(tradingAccount)
    .where(
      and(
        inArray(tradingAccount.state, ['active', 'close_only', 'disabled']),
        after ? gt(sql`${tradingAccount.id}`, sql`${uuidFromId('tradingAccount', after)}::uuid`) : undefined,
      ),
    )
    .orderBy(asc(tradingAccount.id))
    .limit(limit);
}

/** Creations that nobody is finishing: their job died or gave up waiting. */
export async function staleCreations(read: Read, before: Date, limit = 100) {
  return read.db
    .select({ id: tradingAccount.id, clientId: tradingAccount.clientId })
    .from(tradingAccount)
    .where(
      and(
        inArray(tradingAccount.creation, ['wanted', 'sent', 'unknown']),
        lte(sql`coalesce(${tradingAccount.creationSentAt}, ${tradingAccount.createdAt})`, before.toISOString()),
      ),
    )
    .limit(limit);
}

/** Lower leverage whose time has come: the notice is over, or the account is flat. */
export async function duePendings(read: Read, now: Date, limit = 200) {
  return read.db
    .select({ id: tradingAccount.id, clientId: tradingAccount.clientId })
    .from(tradingAccount)
    .leftJoin(
      accountSnapshot,
      and(eq(accountSnapshot.tenantId, tradingAccount.tenantId), eq(accountSnapshot.accountId, tradingAccount.id)),
    )
    .where(
      and(
        isNotNull(tradingAccount.pendingLeverage),
        or(lte(tradingAccount.pendingFrom, now), eq(accountSnapshot.openPositions, 0)),
      ),
    )
    .limit(limit);
}

/** Exceptions that have run out. */
export async function endedExceptions(read: Read, now: Date, limit = 200) {
  return read.db
    .select({ id: tradingAccount.id, clientId: tradingAccount.clientId })
    .from(tradingAccount)
    .where(lte(tradingAccount.exceptionUntil, now))
    .limit(limit);
}

/** Live traders whose last deal lies before `since`. */
export async function clientsAsleep(read: Read, since: Date, limit: number): Promise<Id<'client'>[]> {
  const rows = await read.db
    .select({ clientId: tradingAccount.clientId })
    .from(tradingAccount)
    .where(
      and(
        eq(tradingAccount.environment, 'live'),
        sql`exists (select 1 from client c where c.id = ${tradingAccount.clientId} and c.trading = 'live')`,
      ),
    )
    .groupBy(tradingAccount.clientId)
    .having(sql`max(${tradingAccount.lastDealAt}) < ${since.toISOString()}`)
    .limit(limit);
  return rows.map((row) => row.clientId);
}
