import { and, asc, eq, gt, inArray, isNotNull, lt, max, ne, notInArray, sql, sum } from 'drizzle-orm';
import { instrument, withdrawal, withdrawalCheck, withdrawalLeg } from '@/db/schema/payments';
import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';

export type WithdrawalRow = typeof withdrawal.$inferSelect;
export type LegRow = typeof withdrawalLeg.$inferSelect;
export type CheckRow = typeof withdrawalCheck.$inferSelect;
export type InstrumentRow = typeof instrument.$inferSelect;

export const insertWithdrawal = (uow: Uow, row: typeof withdrawal.$inferInsert) =>
  uow.db.insert(withdrawal).values(row);

export async function lockWithdrawal(uow: Uow, id: Id<'withdrawal'>): Promise<WithdrawalRow | null> {
  const [row] = await uow.db.select().from(withdrawal).where(eq(withdrawal.id, id)).for('update');
  return row ?? null;
}

export async function withdrawalById(read: Read, id: Id<'withdrawal'>): Promise<WithdrawalRow | null> {
  const [row] = await read.db.select().from(withdrawal).where(eq(withdrawal.id, id));
  return row ?? null;
}

export async function updateWithdrawal(uow: Uow, id: Id<'withdrawal'>, set: Partial<WithdrawalRow>): Promise<void> {
  await uow.db.update(withdrawal).set(set).where(eq(withdrawal.id, id));
}

export async function insertChecks(uow: Uow, rows: (typeof withdrawalCheck.$inferInsert)[]): Promise<void> {
  if (rows.length > 0) await uow.db.insert(withdrawalCheck).values(rows);
}

export async function checksOf(read: Read, id: Id<'withdrawal'>): Promise<CheckRow[]> {
  return read.db
    .select()
    .from(withdrawalCheck)
    .where(eq(withdrawalCheck.withdrawalId, id))
    .orderBy(asc(withdrawalCheck.run), asc(withdrawalCheck.name));
}

export async function lastRun(read: Read, id: Id<'withdrawal'>): Promise<number> {
  const [row] = await read.db
    .select({ run: max(withdrawalCheck.run) })
    .from(withdrawalCheck)
    .where(eq(withdrawalCheck.withdrawalId, id));
  return row?.run ?? 0;
}

export const insertLegs = (uow: Uow, rows: (typeof withdrawalLeg.$inferInsert)[]) =>
  uow.db.insert(withdrawalLeg).values(rows);

export async function legsOf(read: Read, id: Id<'withdrawal'>): Promise<LegRow[]> {
  return read.db
    .select()
    .from(withdrawalLeg)
    .where(eq(withdrawalLeg.withdrawalId, id))
    .orderBy(asc(withdrawalLeg.position));
}

export async function legById(read: Read, id: Id<'leg'>): Promise<LegRow | null> {
  const [row] = await read.db.select().from(withdrawalLeg).where(eq(withdrawalLeg.id, id));
  return row ?? null;
}

/** The leg with its withdrawal locked first, always in this order. */
export async function lockLeg(uow: Uow, id: Id<'leg'>): Promise<{ leg: LegRow; withdrawal: WithdrawalRow } | null> {
  const [seen] = await uow.db
    .select({ withdrawalId: withdrawalLeg.withdrawalId })
    .from(withdrawalLeg)
    .where(eq(withdrawalLeg.id, id));
  if (!seen) return null;
  const parent = await lockWithdrawal(uow, seen.withdrawalId);
  const [leg] = await uow.db.select().from(withdrawalLeg).where(eq(withdrawalLeg.id, id)).for('update');
  return parent && leg ? { leg, withdrawal: parent } : null;
}

export async function updateLeg(uow: Uow, id: Id<'leg'>, set: Partial<LegRow>): Promise<void> {
  await uow.db.update(withdrawalLeg).set(set).where(eq(withdrawalLeg.id, id));
}

export async function openLegs(read: Read, before: Date, limit = 100): Promise<LegRow[]> {
  return read.db
    .select()
    .from(withdrawalLeg)
    .where(
      and(
        inArray(withdrawalLeg.state, ['sending', 'unknown']),
        lt(withdrawalLeg.sentAt, before),
        sql`coalesce(${withdrawalLeg.lookedUpAt}, '-infinity') < ${before.toISOString()}`,
      ),
    )
    .orderBy(asc(withdrawalLeg.sentAt))
    .limit(limit);
}

/** Settled since then and not asked about for as long again as half their age, six hours at least. */
export async function legsThatMayReturn(read: Read, since: Date, limit = 500): Promise<LegRow[]> {
  const now = sql`${read.now.toISOString()}::timestamptz`;
  const asked = sql`greatest(${withdrawalLeg.lookedUpAt}, ${withdrawalLeg.settledAt})`;
  return read.db
    .select()
    .from(withdrawalLeg)
    .where(
      and(
        eq(withdrawalLeg.state, 'settled'),
        gt(withdrawalLeg.settledAt, since),
        sql`${now} - ${asked} > greatest(interval '6 hours', (${now} - ${withdrawalLeg.settledAt}) / 2)`,
      ),
    )
    .orderBy(asc(withdrawalLeg.settledAt))
    .limit(limit);
}

/** Only what came from a platform can wait for one; from the wallet both states end in the transaction that enters them. */
export async function stuckOnTheWay(read: Read, before: Date, limit = 100): Promise<WithdrawalRow[]> {
  return read.db
    .select()
    .from(withdrawal)
    .where(
      and(
        inArray(withdrawal.state, ['collecting', 'rejecting']),
        isNotNull(withdrawal.sourceAccountId),
        lt(withdrawal.requestedAt, before),
      ),
    )
    .orderBy(asc(withdrawal.requestedAt))
    .limit(limit);
}

/** Sum and number asked for in the last hours, ended ones without the refused. */
export async function velocity(
  read: Read,
  clientId: Id<'client'>,
  asset: string,
  hours: number,
  except: Id<'withdrawal'>,
) {
  const since = new Date(read.now.getTime() - hours * 3_600_000).toISOString();
  const [row] = await read.db
    .select({ total: sum(withdrawal.amountMinor), n: sql<number>`count(*)::int` })
    .from(withdrawal)
    .where(
      and(
        eq(withdrawal.clientId, clientId),
        eq(withdrawal.asset, asset),
        notInArray(withdrawal.state, ['rejected', 'cancelled', 'failed']),
        sql`${withdrawal.requestedAt} >= ${since}`,
        ne(withdrawal.id, except),
      ),
    );
  return { minor: BigInt(row?.total ?? 0), count: row?.n ?? 0 };
}

const underWay = ['collecting', 'checking', 'in_review', 'approved', 'sending', 'partly_paid', 'rejecting'];

/** Withdrawals whose money has not arrived anywhere yet, whoever asks. */
export async function withdrawalsUnderWay(read: Read, clientId: Id<'client'>) {
  return read.db
    .select({ id: withdrawal.id, state: withdrawal.state, minor: withdrawal.amountMinor, asset: withdrawal.asset })
    .from(withdrawal)
    .where(and(eq(withdrawal.clientId, clientId), inArray(withdrawal.state, underWay)))
    .limit(50);
}

export async function instrumentById(read: Read, id: Id<'instrument'>): Promise<InstrumentRow | null> {
  const [row] = await read.db.select().from(instrument).where(eq(instrument.id, id));
  return row ?? null;
}

export async function instrumentsOf(read: Read, clientId: Id<'client'>): Promise<InstrumentRow[]> {
  return read.db
    .select()
    .from(instrument)
    .where(eq(instrument.clientId, clientId))
    .orderBy(asc(instrument.firstSeenAt));
}

/** The instrument with this fingerprint, made on first sight. */
export async function rememberInstrument(uow: Uow, row: typeof instrument.$inferInsert): Promise<InstrumentRow> {
  await uow.db.insert(instrument).values(row).onConflictDoNothing();
  const [kept] = await uow.db
    .select()
    .from(instrument)
    .where(
      row.fingerprint
        ? and(
            eq(instrument.clientId, row.clientId),
            eq(instrument.kind, row.kind),
            eq(instrument.fingerprint, row.fingerprint),
          )
        : eq(instrument.id, row.id),
    );
  if (!kept) throw new Error('an instrument was just written and is not there');
  return kept;
}

export async function updateInstrument(uow: Uow, id: Id<'instrument'>, set: Partial<InstrumentRow>): Promise<void> {
  await uow.db.update(instrument).set(set).where(eq(instrument.id, id));
}

/** The same card or account used by another client: a sign of a shared or stolen instrument. */
export async function othersWith(read: Read, fingerprint: string, clientId: Id<'client'>): Promise<number> {
  const [row] = await read.db
    .select({ n: sql<number>`count(distinct ${instrument.clientId})::int` })
    .from(instrument)
    .where(and(eq(instrument.fingerprint, fingerprint), ne(instrument.clientId, clientId)));
  return row?.n ?? 0;
}
