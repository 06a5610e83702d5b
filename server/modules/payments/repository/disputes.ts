import { and, asc, eq, inArray, isNotNull, isNull, lt, or } from 'drizzle-orm';
import { charge, deposit } from '@/db/schema/payments';
import { dispute } from '@/db/schema/payments.disputes';
import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';

export type DisputeRow = typeof dispute.$inferSelect;

/** The charge a claim is about, with its deposit locked: whatever changes a deposit waits here for its turn. */
export async function lockDisputedCharge(uow: Uow, connectionId: Id<'connection'>, pspChargeId: string) {
  const [row] = await uow.db
    .select({ charge, deposit })
    .from(charge)
    .innerJoin(deposit, and(eq(deposit.tenantId, charge.tenantId), eq(deposit.id, charge.depositId)))
    .where(and(eq(charge.connectionId, connectionId), eq(charge.pspChargeId, pspChargeId)))
    .for('update');
  return row ?? null;
}

export async function lockDispute(uow: Uow, connectionId: Id<'connection'>, pspId: string): Promise<DisputeRow | null> {
  const [row] = await uow.db
    .select()
    .from(dispute)
    .where(and(eq(dispute.connectionId, connectionId), eq(dispute.pspId, pspId)))
    .for('update');
  return row ?? null;
}

export async function lockDisputeById(uow: Uow, id: Id<'dispute'>): Promise<DisputeRow | null> {
  const [row] = await uow.db.select().from(dispute).where(eq(dispute.id, id)).for('update');
  return row ?? null;
}

export const insertDispute = (uow: Uow, row: typeof dispute.$inferInsert) => uow.db.insert(dispute).values(row);

export async function updateDispute(uow: Uow, id: Id<'dispute'>, set: Partial<DisputeRow>): Promise<void> {
  await uow.db.update(dispute).set(set).where(eq(dispute.id, id));
}

/** Lost claims that still hold the client's withdrawals. */
export async function lockLostWithHold(uow: Uow, clientId: Id<'client'>): Promise<DisputeRow[]> {
  return uow.db
    .select()
    .from(dispute)
    .where(and(eq(dispute.clientId, clientId), eq(dispute.state, 'lost'), isNotNull(dispute.holdId)))
    .orderBy(asc(dispute.id))
    .for('update');
}

/** Claims that may have moved without a webhook telling us; a lost one can still be appealed. */
export async function quietDisputes(read: Read, before: Date, limit = 100): Promise<DisputeRow[]> {
  return read.db
    .select()
    .from(dispute)
    .where(
      and(inArray(dispute.state, ['inquiry', 'open']), or(isNull(dispute.lookedUpAt), lt(dispute.lookedUpAt, before))),
    )
    .orderBy(asc(dispute.openedAt))
    .limit(limit);
}
