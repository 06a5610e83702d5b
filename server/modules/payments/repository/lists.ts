import { and, count, desc, eq, inArray, or, type SQL, sql, sum } from 'drizzle-orm';
import { approvalDecision } from '@/db/schema/_kernel';
import { deposit, instrument, paymentAttempt, withdrawal } from '@/db/schema/payments';
import type { dispute } from '@/db/schema/payments.disputes';
import { connection } from '@/db/schema/tenancy';
import { type Id, isId, uuidFromId } from '@/server/kernel/ids';
import { exactTotalMax, keyset, type PageInput } from '@/server/kernel/page';
import type { Read } from '@/server/kernel/uow';

/** Name and scope of clients are the clients module's; only the join column is used here. */
export const nameOfClient = ({ tenantId, clientId }: typeof deposit | typeof withdrawal | typeof dispute) =>
  sql<string>`(select c.display_name from client c where c.tenant_id = ${tenantId} and c.id = ${clientId})`;
const clientName = nameOfClient(withdrawal);
// Nested, because Drizzle writes a column of a one-table selection without its table, and that name is the decision's own.
const itsApproval = sql`${withdrawal.approvalId}`;
const approvals = sql<number>`(select count(*)::int from ${approvalDecision} d where d.tenant_id = ${withdrawal.tenantId} and d.approval_id = ${itsApproval} and d.decision = 'approve')`;

export const within = (
  column: SQL | typeof deposit.clientId | typeof withdrawal.clientId | typeof dispute.clientId,
  scope: SQL | undefined,
): SQL | undefined => (scope ? sql`${column} in (select client.id from client where ${scope})` : undefined);

const depositRows = (read: Read) =>
  read.db
    .select({ deposit, instrument, vendor: connection.vendor, clientName: nameOfClient(deposit) })
    .from(deposit)
    .leftJoin(
      paymentAttempt,
      and(
        eq(paymentAttempt.tenantId, deposit.tenantId),
        eq(paymentAttempt.depositId, deposit.id),
        sql`${paymentAttempt.id} = (select a.id from payment_attempt a where a.tenant_id = ${deposit.tenantId} and a.deposit_id = ${deposit.id} order by a.created_at desc limit 1)`,
      ),
    )
    .leftJoin(
      instrument,
      and(eq(instrument.tenantId, deposit.tenantId), eq(instrument.id, paymentAttempt.instrumentId)),
    )
    .leftJoin(
      connection,
      and(eq(connection.tenantId, deposit.tenantId), eq(connection.id, paymentAttempt.connectionId)),
    );
export type ListedDeposit = Awaited<ReturnType<typeof depositRows>>[number];

type PaymentFilter = { clientId: Id<'client'> | null; reference: string | null; states: string[] | null };

const depositNamed = (reference: string) =>
  or(
    eq(deposit.number, reference.toUpperCase()),
    isId('deposit', reference) ? eq(deposit.id, reference) : undefined,
    sql`${deposit.id} in (select a.deposit_id from payment_attempt a where a.psp_id = ${reference}
      union select c.deposit_id from charge c where c.psp_charge_id = ${reference})`,
  );

const depositWhere = (filter: PaymentFilter, scope: SQL | undefined) =>
  and(
    within(deposit.clientId, scope),
    filter.clientId ? eq(deposit.clientId, filter.clientId) : undefined,
    filter.reference ? depositNamed(filter.reference) : undefined,
    filter.states?.length ? inArray(deposit.state, filter.states) : undefined,
  );

export async function pageOfDeposits(read: Read, page: PageInput, filter: PaymentFilter, scope: SQL | undefined) {
  const keys = await keyset(
    page,
    { createdAt: deposit.createdAt, amount: deposit.requestedMinor },
    'createdAt',
    deposit.id,
    filter,
  );
  const where = depositWhere(filter, scope);
  const [rows, totals] = await Promise.all([
    depositRows(read)
      .where(and(where, keys.where))
      .orderBy(...keys.orderBy)
      .limit(page.limit + 1),
    read.db.select({ n: count() }).from(deposit).where(where),
  ]);
  const n = totals[0]?.n ?? 0;
  const finished = keys.finish(rows, ({ deposit: row }) => ({
    at: page.sort === 'amount' ? row.requestedMinor : row.createdAt,
    id: uuidFromId('deposit', row.id),
  }));
  return { ...finished, total: n > exactTotalMax ? null : n };
}

/** Asked for, by currency; what was received stands on each row. */
export async function depositSums(read: Read, filter: PaymentFilter, scope: SQL | undefined) {
  const rows = await read.db
    .select({ asset: deposit.asset, minor: sum(deposit.requestedMinor), n: count() })
    .from(deposit)
    .where(depositWhere(filter, scope))
    .groupBy(deposit.asset)
    .orderBy(desc(count()));
  return rows.map((row) => ({ asset: row.asset, minor: BigInt(row.minor ?? 0), count: row.n }));
}

export async function oneDeposit(read: Read, id: Id<'deposit'>): Promise<ListedDeposit | null> {
  const [row] = await depositRows(read).where(eq(deposit.id, id));
  return row ?? null;
}

const withdrawalRows = (read: Read) => read.db.select({ withdrawal, clientName, approvals }).from(withdrawal);
export type ListedWithdrawal = Awaited<ReturnType<typeof withdrawalRows>>[number];

const withdrawalNamed = (reference: string) =>
  or(
    eq(withdrawal.number, reference.toUpperCase()),
    isId('withdrawal', reference) ? eq(withdrawal.id, reference) : undefined,
    sql`${withdrawal.id} in (select l.withdrawal_id from withdrawal_leg l where l.psp_id = ${reference})`,
  );

const withdrawalWhere = (filter: PaymentFilter, scope: SQL | undefined) =>
  and(
    within(withdrawal.clientId, scope),
    filter.clientId ? eq(withdrawal.clientId, filter.clientId) : undefined,
    filter.reference ? withdrawalNamed(filter.reference) : undefined,
    filter.states?.length ? inArray(withdrawal.state, filter.states) : undefined,
  );

export async function pageOfWithdrawals(read: Read, page: PageInput, filter: PaymentFilter, scope: SQL | undefined) {
  const keys = await keyset(
    page,
    { requestedAt: withdrawal.requestedAt, amount: withdrawal.amountMinor },
    'requestedAt',
    withdrawal.id,
    filter,
  );
  const where = withdrawalWhere(filter, scope);
  const [rows, totals] = await Promise.all([
    withdrawalRows(read)
      .where(and(where, keys.where))
      .orderBy(...keys.orderBy)
      .limit(page.limit + 1),
    read.db.select({ n: count() }).from(withdrawal).where(where),
  ]);
  const n = totals[0]?.n ?? 0;
  const finished = keys.finish(rows, ({ withdrawal: row }) => ({
    at: page.sort === 'amount' ? row.amountMinor : row.requestedAt,
    id: uuidFromId('withdrawal', row.id),
  }));
  return { ...finished, total: n > exactTotalMax ? null : n };
}

export async function withdrawalTotals(read: Read, filter: PaymentFilter, scope: SQL | undefined) {
  const rows = await read.db
    .select({ asset: withdrawal.asset, minor: sum(withdrawal.amountMinor), n: count() })
    .from(withdrawal)
    .where(withdrawalWhere(filter, scope))
    .groupBy(withdrawal.asset)
    .orderBy(desc(count()));
  return rows.map((row) => ({ asset: row.asset, minor: BigInt(row.minor ?? 0), count: row.n }));
}

export async function oneWithdrawal(read: Read, id: Id<'withdrawal'>): Promise<ListedWithdrawal | null> {
  const [row] = await withdrawalRows(read).where(eq(withdrawal.id, id));
  return row ?? null;
}

export async function vendorNames(read: Read): Promise<Map<string, string>> {
  const rows = await read.db.select({ id: connection.id, vendor: connection.vendor }).from(connection);
  return new Map(rows.map((row) => [row.id, row.vendor]));
}
