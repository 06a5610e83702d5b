import { and, asc, eq, gte, inArray, isNotNull, isNull, lt, notInArray, sql } from 'drizzle-orm';
import { tradingAccount } from '@/db/schema/trading';
import { deal, dealBooking, dealCursor } from '@/db/schema/trading.deals';
import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';

export type DealRow = typeof deal.$inferSelect;
export type BookingRow = typeof dealBooking.$inferSelect;

/** The cursor with its row locked: two readers of one stream would otherwise both move it. */
export async function lockCursor(uow: Uow, connectionId: Id<'connection'>) {
  const [row] = await uow.db.select().from(dealCursor).where(eq(dealCursor.connectionId, connectionId)).for('update');
  return row ?? null;
}

export async function cursorOf(read: Read, connectionId: Id<'connection'>) {
  const [row] = await read.db.select().from(dealCursor).where(eq(dealCursor.connectionId, connectionId));
  return row ?? null;
}

export async function moveCursor(uow: Uow, connectionId: Id<'connection'>, cursor: string): Promise<void> {
  await uow.db
    .insert(dealCursor)
    .values({ connectionId, cursor, batches: 1n, movedAt: uow.now })
    .onConflictDoUpdate({
      target: [dealCursor.tenantId, dealCursor.connectionId],
      set: { cursor, batches: sql`${dealCursor.batches} + 1`, movedAt: uow.now },
    });
}

type Key = { readonly ticket: string; readonly version: string };

/** Which of these are on record, and which row of their ticket counts now. */
export async function knownVersions(read: Read, connectionId: Id<'connection'>, tickets: readonly string[]) {
  if (tickets.length === 0) return [];
  return read.db
    .select({
      id: deal.id,
      ticket: deal.ticket,
      version: deal.version,
      isCurrent: deal.isCurrent,
      deletedAt: deal.deletedAt,
    })
    .from(deal)
    .where(and(eq(deal.connectionId, connectionId), inArray(deal.ticket, [...tickets])));
}

/** Makes way for other versions of these tickets. */
export async function retireVersions(
  uow: Uow,
  connectionId: Id<'connection'>,
  tickets: readonly string[],
): Promise<void> {
  if (tickets.length === 0) return;
  await uow.db
    .update(deal)
    .set({ isCurrent: false, bookedAt: sql`coalesce(${deal.bookedAt}, ${uow.now.toISOString()})` })
    .where(and(eq(deal.connectionId, connectionId), inArray(deal.ticket, [...tickets]), eq(deal.isCurrent, true)));
}

/** A deal that was edited back, or had been deleted, to what it was. */
export async function reviveVersions(uow: Uow, connectionId: Id<'connection'>, keys: readonly Key[]): Promise<void> {
  for (const { ticket, version } of keys) {
    await uow.db
      .update(deal)
      .set({ isCurrent: true, deletedAt: null, bookedAt: null })
      .where(and(eq(deal.connectionId, connectionId), eq(deal.ticket, ticket), eq(deal.version, version)));
  }
}

export async function insertDeals(uow: Uow, rows: readonly (typeof deal.$inferInsert)[]): Promise<void> {
  if (rows.length > 0) await uow.db.insert(deal).values([...rows]);
}

/** Deals of a stretch of the platform's time that it no longer has. Answers their tickets. */
export async function markDeleted(
  uow: Uow,
  connectionId: Id<'connection'>,
  range: { readonly fromRawMs: bigint; readonly toRawMs: bigint },
  present: readonly string[],
): Promise<string[]> {
  const rows = await uow.db
    .update(deal)
    .set({ deletedAt: uow.now, bookedAt: null })
    .where(
      and(
        eq(deal.connectionId, connectionId),
        eq(deal.isCurrent, true),
        isNull(deal.deletedAt),
        gte(deal.rawTimeMs, range.fromRawMs),
        lt(deal.rawTimeMs, range.toRawMs),
        present.length > 0 ? notInArray(deal.ticket, [...present]) : undefined,
      ),
    )
    .returning({ ticket: deal.ticket });
  return rows.map((row) => row.ticket);
}

/** Marks trading on accounts, in one statement. */
export async function touchAccounts(uow: Uow, marks: ReadonlyMap<Id<'tradingAccount'>, Date>): Promise<void> {
  for (const [id, at] of marks) {
    await uow.db
      .update(tradingAccount)
      .set({
        firstDealAt: sql`least(${tradingAccount.firstDealAt}, ${at.toISOString()}::timestamptz)`,
        lastDealAt: sql`greatest(${tradingAccount.lastDealAt}, ${at.toISOString()}::timestamptz)`,
      })
      .where(eq(tradingAccount.id, id));
  }
}

/** Accounts with deals that the books do not have yet, those that wait longest first. */
export async function accountsToBook(read: Read, connectionId: Id<'connection'> | null, limit = 200) {
  return read.db
    .select({ accountId: deal.accountId, clientId: deal.clientId, since: sql<Date>`min(${deal.recordedAt})` })
    .from(deal)
    .where(
      and(
        connectionId ? eq(deal.connectionId, connectionId) : undefined,
        isNull(deal.bookedAt),
        isNotNull(deal.accountId),
        eq(deal.isCurrent, true),
      ),
    )
    .groupBy(deal.accountId, deal.clientId)
    .orderBy(asc(sql`min(${deal.recordedAt})`))
    .limit(limit);
}

export async function unbookedDeals(uow: Uow, account: Id<'tradingAccount'>, limit: number): Promise<DealRow[]> {
  return uow.db
    .select()
    .from(deal)
    .where(and(eq(deal.accountId, account), eq(deal.isCurrent, true), isNull(deal.bookedAt)))
    .orderBy(asc(deal.rawTimeMs), asc(deal.id))
    .limit(limit);
}

export async function bookingsOf(
  read: Read,
  connectionId: Id<'connection'>,
  tickets: readonly string[],
): Promise<BookingRow[]> {
  if (tickets.length === 0) return [];
  return read.db
    .select()
    .from(dealBooking)
    .where(and(eq(dealBooking.connectionId, connectionId), inArray(dealBooking.ticket, [...tickets])));
}

export async function saveBookings(uow: Uow, rows: readonly (typeof dealBooking.$inferInsert)[]): Promise<void> {
  if (rows.length === 0) return;
  await uow.db
    .insert(dealBooking)
    .values([...rows])
    .onConflictDoUpdate({
      target: [dealBooking.tenantId, dealBooking.connectionId, dealBooking.ticket],
      set: {
        profitMinor: sql`excluded.profit_minor`,
        swapMinor: sql`excluded.swap_minor`,
        commissionMinor: sql`excluded.commission_minor`,
        setId: sql`excluded.set_id`,
        bookedAt: sql`excluded.booked_at`,
      },
    });
}

export async function markBooked(
  uow: Uow,
  marks: readonly { readonly id: Id<'deal'>; readonly operationId: Id<'balanceOperation'> | null }[],
): Promise<void> {
  const plain = marks.filter((mark) => mark.operationId === null).map((mark) => mark.id);
  if (plain.length > 0) await uow.db.update(deal).set({ bookedAt: uow.now }).where(inArray(deal.id, plain));
  for (const { id, operationId } of marks) {
    if (operationId) await uow.db.update(deal).set({ bookedAt: uow.now, operationId }).where(eq(deal.id, id));
  }
}

export type DealSums = { readonly total: bigint; readonly waiting: number };

/** What the recorded deals make of a balance, and how many changes the books are still missing. */
export async function dealSumsOf(read: Read, account: Id<'tradingAccount'>): Promise<DealSums> {
  const worth = sql`coalesce(${deal.profitMinor}, 0) + coalesce(${deal.swapMinor}, 0) + coalesce(${deal.commissionMinor}, 0)`;
  const counts = and(isNull(deal.deletedAt), notInArray(deal.action, ['credit', 'bonus', 'cancelled']));
  const [row] = await read.db
    .select({
      total: sql<string>`coalesce(sum(${worth}) filter (where ${counts}), 0)::bigint`,
      waiting: sql<number>`count(*) filter (where ${deal.bookedAt} is null)::int`,
    })
    .from(deal)
    .where(and(eq(deal.accountId, account), eq(deal.isCurrent, true)));
  return { total: BigInt(row?.total ?? 0), waiting: row?.waiting ?? 0 };
}
