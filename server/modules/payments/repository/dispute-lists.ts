import { and, count, eq, inArray, isNull, or, type SQL, sum } from 'drizzle-orm';
import { deposit } from '@/db/schema/payments';
import { dispute } from '@/db/schema/payments.disputes';
import { connection } from '@/db/schema/tenancy';
import { type Id, isId, uuidFromId } from '@/server/kernel/ids';
import { exactTotalMax, keyset, type PageInput } from '@/server/kernel/page';
import type { Read } from '@/server/kernel/uow';
import { nameOfClient, within } from './lists';

type DisputeFilter = {
  clientId: Id<'client'> | null;
  depositId: Id<'deposit'> | null;
  reference: string | null;
  states: readonly string[] | null;
  isUnanswered: boolean;
};

const disputeRows = (read: Read) =>
  read.db
    .select({ dispute, depositNumber: deposit.number, vendor: connection.vendor, clientName: nameOfClient(dispute) })
    .from(dispute)
    .innerJoin(deposit, and(eq(deposit.tenantId, dispute.tenantId), eq(deposit.id, dispute.depositId)))
    .innerJoin(connection, and(eq(connection.tenantId, dispute.tenantId), eq(connection.id, dispute.connectionId)));
export type ListedDispute = Awaited<ReturnType<typeof disputeRows>>[number];

const sortable = { openedAt: dispute.openedAt, respondBy: dispute.respondBy, amount: dispute.amountMinor };
const sortedBy = (row: ListedDispute['dispute'], sort: string | null | undefined) =>
  sort === 'amount' ? row.amountMinor : sort === 'respondBy' ? row.respondBy : row.openedAt;

const named = (reference: string) =>
  or(eq(dispute.pspId, reference), isId('dispute', reference) ? eq(dispute.id, reference) : undefined);

export async function pageOfDisputes(read: Read, page: PageInput, filter: DisputeFilter, scope: SQL | undefined) {
  const keys = await keyset(page, sortable, 'openedAt', dispute.id, filter);
  const where = and(
    within(dispute.clientId, scope),
    filter.clientId ? eq(dispute.clientId, filter.clientId) : undefined,
    filter.depositId ? eq(dispute.depositId, filter.depositId) : undefined,
    filter.reference ? named(filter.reference) : undefined,
    filter.states?.length ? inArray(dispute.state, [...filter.states]) : undefined,
    filter.isUnanswered ? and(inArray(dispute.state, ['inquiry', 'open']), isNull(dispute.answer)) : undefined,
  );
  const [rows, sums] = await Promise.all([
    disputeRows(read)
      .where(and(where, keys.where))
      .orderBy(...keys.orderBy)
      .limit(page.limit + 1),
    read.db
      .select({ asset: dispute.asset, minor: sum(dispute.amountMinor), n: count() })
      .from(dispute)
      .where(where)
      .groupBy(dispute.asset)
      .orderBy(dispute.asset),
  ]);
  const n = sums.reduce((all, one) => all + one.n, 0);
  const finished = keys.finish(rows, ({ dispute: row }) => ({
    at: sortedBy(row, page.sort),
    id: uuidFromId('dispute', row.id),
  }));
  return {
    ...finished,
    total: n > exactTotalMax ? null : n,
    totals: sums.map(({ asset, minor }) => ({ asset, minor: BigInt(minor ?? 0) })),
  };
}

export async function oneDispute(read: Read, id: Id<'dispute'>): Promise<ListedDispute | null> {
  const [row] = await disputeRows(read).where(eq(dispute.id, id));
  return row ?? null;
}
