import { and, count, desc, eq, inArray, lt, sql, sum } from 'drizzle-orm';
import { charge, deposit, paymentAttempt, pspEvent } from '@/db/schema/payments';
import { connection } from '@/db/schema/tenancy';
import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';

export type DepositRow = typeof deposit.$inferSelect;
export type AttemptRow = typeof paymentAttempt.$inferSelect;
export type ChargeRow = typeof charge.$inferSelect;

export const insertDeposit = (uow: Uow, row: typeof deposit.$inferInsert) => uow.db.insert(deposit).values(row);
export const insertAttempt = (uow: Uow, row: typeof paymentAttempt.$inferInsert) =>
  uow.db.insert(paymentAttempt).values(row);

export async function updateDeposit(uow: Uow, id: Id<'deposit'>, set: Partial<DepositRow>): Promise<void> {
  await uow.db.update(deposit).set(set).where(eq(deposit.id, id));
}

export async function updateAttempt(uow: Uow, id: Id<'attempt'>, set: Partial<AttemptRow>): Promise<void> {
  await uow.db.update(paymentAttempt).set(set).where(eq(paymentAttempt.id, id));
}

/** The attempt with its deposit locked: whatever reports on a deposit waits here for its turn. */
export async function lockAttempt(
  uow: Uow,
  id: Id<'attempt'>,
): Promise<{ attempt: AttemptRow; deposit: DepositRow } | null> {
  const [row] = await uow.db
    .select({ attempt: paymentAttempt, deposit })
    .from(paymentAttempt)
    .innerJoin(deposit, and(eq(deposit.tenantId, paymentAttempt.tenantId), eq(deposit.id, paymentAttempt.depositId)))
    .where(eq(paymentAttempt.id, id))
    .for('update');
  return row ?? null;
}

export async function lockDeposit(uow: Uow, id: Id<'deposit'>): Promise<DepositRow | null> {
  const [row] = await uow.db.select().from(deposit).where(eq(deposit.id, id)).for('update');
  return row ?? null;
}

export async function attemptById(read: Read, id: Id<'attempt'>): Promise<AttemptRow | null> {
  const [row] = await read.db.select().from(paymentAttempt).where(eq(paymentAttempt.id, id));
  return row ?? null;
}

/** Books each charge once: false when it was known. */
export async function insertCharge(uow: Uow, row: typeof charge.$inferInsert): Promise<boolean> {
  const rows = await uow.db.insert(charge).values(row).onConflictDoNothing().returning({ id: charge.pspChargeId });
  return rows.length > 0;
}

export async function chargesOfClient(
  read: Read,
  clientId: Id<'client'>,
): Promise<{ charge: ChargeRow; depositedAt: Date }[]> {
  return read.db
    .select({ charge, depositedAt: deposit.createdAt })
    .from(charge)
    .innerJoin(deposit, and(eq(deposit.tenantId, charge.tenantId), eq(deposit.id, charge.depositId)))
    .where(and(eq(deposit.clientId, clientId), eq(charge.isSurplus, false)));
}

/** Moves what has been sent back of a charge; the check keeps it inside what was received. */
export async function addRefunded(
  uow: Uow,
  connectionId: Id<'connection'>,
  chargeId: string,
  minor: bigint,
): Promise<boolean> {
  const rows = await uow.db
    .update(charge)
    .set({ refundedMinor: sql`${charge.refundedMinor} + ${minor}` })
    .where(
      and(
        eq(charge.connectionId, connectionId),
        eq(charge.pspChargeId, chargeId),
        sql`${charge.refundedMinor} + ${minor} between 0 and ${charge.receivedMinor}`,
      ),
    )
    .returning({ id: charge.pspChargeId });
  return rows.length === 1;
}

export async function rememberEvent(uow: Uow, row: typeof pspEvent.$inferInsert): Promise<boolean> {
  const rows = await uow.db.insert(pspEvent).values(row).onConflictDoNothing().returning({ id: pspEvent.eventId });
  return rows.length > 0;
}

export async function depositTotals(read: Read, clientId: Id<'client'>, asset: string) {
  const hourAgo = new Date(read.now.getTime() - 3_600_000);
  const [row] = await read.db
    .select({
      credited: sum(deposit.creditedMinor),
      lastHour: sql<number>`count(*) filter (where ${deposit.createdAt} >= ${hourAgo.toISOString()})::int`,
      first: sql<string | null>`min(${deposit.creditedAt})`,
    })
    .from(deposit)
    .where(and(eq(deposit.clientId, clientId), eq(deposit.asset, asset)));
  return {
    creditedMinor: BigInt(row?.credited ?? 0),
    lastHour: row?.lastHour ?? 0,
    firstAt: row?.first ? new Date(row.first) : null,
  };
}

export async function knowsDevice(read: Read, clientId: Id<'client'>, deviceId: string): Promise<boolean> {
  const [row] = await read.db
    .select({ n: count() })
    .from(deposit)
    .where(and(eq(deposit.clientId, clientId), eq(deposit.deviceId, deviceId)));
  return (row?.n ?? 0) > 0;
}

export async function activeConnection(
  read: Read,
  port: string,
  wanted: Id<'connection'> | null,
  entityId: Id<'entity'>,
) {
  const rows = await read.db
    .select({ id: connection.id, vendor: connection.vendor, entityId: connection.entityId })
    .from(connection)
    .where(
      and(eq(connection.port, port), eq(connection.state, 'active'), wanted ? eq(connection.id, wanted) : undefined),
    )
    .orderBy(connection.createdAt);
  return rows.find((row) => row.entityId === entityId) ?? rows.find((row) => row.entityId === null) ?? null;
}

/** Attempts whose outcome is open for too long: to be looked up, never repeated. */
export async function staleAttempts(read: Read, before: Date, limit = 100): Promise<AttemptRow[]> {
  return read.db
    .select()
    .from(paymentAttempt)
    .where(
      and(
        inArray(paymentAttempt.outcome, ['created', 'unknown', 'pending_psp', 'pending_action']),
        lt(paymentAttempt.createdAt, before),
        sql`coalesce(${paymentAttempt.lookedUpAt}, '-infinity') < ${before.toISOString()}`,
      ),
    )
    .orderBy(paymentAttempt.createdAt)
    .limit(limit);
}

export async function newestAttempt(read: Read, depositId: Id<'deposit'>): Promise<AttemptRow | null> {
  const [row] = await read.db
    .select()
    .from(paymentAttempt)
    .where(eq(paymentAttempt.depositId, depositId))
    .orderBy(desc(paymentAttempt.createdAt))
    .limit(1);
  return row ?? null;
}

/** Every try of one deposit, the newest first. */
export async function attemptsOf(read: Read, depositId: Id<'deposit'>): Promise<AttemptRow[]> {
  return read.db
    .select()
    .from(paymentAttempt)
    .where(eq(paymentAttempt.depositId, depositId))
    .orderBy(desc(paymentAttempt.createdAt))
    .limit(50);
}

/** The account it goes on to; login and label are the trading module's. */
export async function targetOf(read: Read, depositId: Id<'deposit'>) {
  const [row] = await read.db
    .select({ id: deposit.targetAccountId, login: ofTarget('login'), label: ofTarget('label') })
    .from(deposit)
    .where(eq(deposit.id, depositId));
  return row?.id ? { id: row.id, login: row.login, label: row.label } : null;
}

const ofTarget = (column: 'login' | 'label') =>
  sql<string | null>`(select a.${sql.raw(column)} from trading_account a where a.id = deposit.target_account_id)`;

/** What waits in suspense for a person's word on this deposit. */
export async function heldCharges(read: Read, depositId: Id<'deposit'>): Promise<ChargeRow[]> {
  return read.db.select().from(charge).where(eq(charge.depositId, depositId)).orderBy(charge.at);
}
