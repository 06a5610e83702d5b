import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { approvalDecision } from '@/db/schema/_kernel';
import { deposit, instrument, paymentAttempt, withdrawal } from '@/db/schema/payments';
import type { dispute } from '@/db/schema/payments.disputes';
import { connection } from '@/db/schema/tenancy';
import { type Id, idFromUuid, isId, uuidFromId } from '@/server/kernel/ids';
import { asFound, type LongList, pageOfMany, sumsOf, totalOf, waysBy } from '@/server/kernel/long-list';
import { keyset, type PageInput } from '@/server/kernel/page';
import type { Read } from '@/server/kernel/uow';
import { waysThroughClients } from '@/server/modules/clients';
import { depositStates, withdrawalStates } from '../state';

/** Name and scope of clients are the clients module's; only the join column is used here. */
export const nameOfClient = ({
  tenantId,
  clientId,
}: typeof deposit | typeof withdrawal | typeof dispute | typeof instrument) =>
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

/** A client is held to his own by the filter. */
const reachedBy = (read: Read, verb: string, column: typeof deposit.clientId | typeof withdrawal.clientId) =>
  read.actor.kind === 'client' ? [undefined] : waysThroughClients(read, verb, column);

type PaymentFilter = { clientId: Id<'client'> | null; reference: string | null; states: string[] | null };

/** Looked up first: a choice between three ways of naming would enter none of their indexes. */
const depositNamed = (reference: string) => {
  const its = isId('deposit', reference) ? uuidFromId('deposit', reference) : null;
  return sql`${deposit.id} in (select d.id from deposit d where d.number = ${reference.toUpperCase()}
    union all select ${its}::uuid where ${its}::uuid is not null
    union all select a.deposit_id from payment_attempt a where a.connection_id = any(array(select id from connection)) and a.psp_id = ${reference}
    union all select c.deposit_id from charge c where c.connection_id = any(array(select id from connection)) and c.psp_charge_id = ${reference})`;
};

export async function pageOfDeposits(read: Read, page: PageInput, filter: PaymentFilter, verb: string) {
  const sortable = { createdAt: deposit.createdAt, amount: deposit.requestedMinor };
  const keys = await keyset(page, sortable, 'createdAt', deposit.id, filter);
  const rest = and(
    filter.clientId ? eq(deposit.clientId, filter.clientId) : undefined,
    filter.reference ? depositNamed(filter.reference) : undefined,
  );
  const list: LongList = {
    table: deposit,
    id: deposit.id,
    by: page.sort === 'amount' ? deposit.requestedMinor : deposit.createdAt,
    keys,
    ways: waysBy(
      deposit.state,
      filter.states?.length ? filter.states : depositStates.states,
      reachedBy(read, verb, deposit.clientId),
      rest,
    ),
    limit: page.limit,
  };
  const { n, ids } = await pageOfMany(read, list);
  const ofPage = ids.map((id) => idFromUuid('deposit', id));
  const rows = ids.length > 0 ? await depositRows(read).where(inArray(deposit.id, ofPage)) : [];
  const finished = keys.finish(
    asFound(ids, rows, (row) => uuidFromId('deposit', row.deposit.id)),
    ({ deposit: row }) => ({
      at: page.sort === 'amount' ? row.requestedMinor : row.createdAt,
      id: uuidFromId('deposit', row.id),
    }),
  );
  // Asked for, by currency; what was received stands on each row.
  const totals = await sumsOf(read, list, n, deposit.asset, deposit.requestedMinor);
  return { ...finished, total: totalOf(n), totals };
}

export async function oneDeposit(read: Read, id: Id<'deposit'>): Promise<ListedDeposit | null> {
  const [row] = await depositRows(read).where(eq(deposit.id, id));
  return row ?? null;
}

const withdrawalRows = (read: Read) => read.db.select({ withdrawal, clientName, approvals }).from(withdrawal);
export type ListedWithdrawal = Awaited<ReturnType<typeof withdrawalRows>>[number];

const withdrawalNamed = (reference: string) => {
  const its = isId('withdrawal', reference) ? uuidFromId('withdrawal', reference) : null;
  return sql`${withdrawal.id} in (select w.id from withdrawal w where w.number = ${reference.toUpperCase()}
    union all select ${its}::uuid where ${its}::uuid is not null
    union all select l.withdrawal_id from withdrawal_leg l where l.connection_id = any(array(select id from connection)) and l.psp_id = ${reference})`;
};

export async function pageOfWithdrawals(read: Read, page: PageInput, filter: PaymentFilter, verb: string) {
  const sortable = { requestedAt: withdrawal.requestedAt, amount: withdrawal.amountMinor };
  const keys = await keyset(page, sortable, 'requestedAt', withdrawal.id, filter);
  const rest = and(
    filter.clientId ? eq(withdrawal.clientId, filter.clientId) : undefined,
    filter.reference ? withdrawalNamed(filter.reference) : undefined,
  );
  const list: LongList = {
    table: withdrawal,
    id: withdrawal.id,
    by: page.sort === 'amount' ? withdrawal.amountMinor : withdrawal.requestedAt,
    keys,
    ways: waysBy(
      withdrawal.state,
      filter.states?.length ? filter.states : withdrawalStates.states,
      reachedBy(read, verb, withdrawal.clientId),
      rest,
    ),
    limit: page.limit,
  };
  const { n, ids } = await pageOfMany(read, list);
  const ofPage = ids.map((id) => idFromUuid('withdrawal', id));
  const rows = ids.length > 0 ? await withdrawalRows(read).where(inArray(withdrawal.id, ofPage)) : [];
  const finished = keys.finish(
    asFound(ids, rows, (row) => uuidFromId('withdrawal', row.withdrawal.id)),
    ({ withdrawal: row }) => ({
      at: page.sort === 'amount' ? row.amountMinor : row.requestedAt,
      id: uuidFromId('withdrawal', row.id),
    }),
  );
  const totals = await sumsOf(read, list, n, withdrawal.asset, withdrawal.amountMinor);
  return { ...finished, total: totalOf(n), totals };
}

export async function oneWithdrawal(read: Read, id: Id<'withdrawal'>): Promise<ListedWithdrawal | null> {
  const [row] = await withdrawalRows(read).where(eq(withdrawal.id, id));
  return row ?? null;
}

export async function vendorNames(read: Read): Promise<Map<string, string>> {
  const rows = await read.db.select({ id: connection.id, vendor: connection.vendor }).from(connection);
  return new Map(rows.map((row) => [row.id, row.vendor]));
}
