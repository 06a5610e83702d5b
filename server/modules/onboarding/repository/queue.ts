import { and, count, eq, inArray, lt, type SQL, sql } from 'drizzle-orm';
import { application } from '@/db/schema/onboarding';
import type { Id } from '@/server/kernel/ids';
import { uuidFromId } from '@/server/kernel/ids';
import { exactTotalMax, keyset, type PageInput } from '@/server/kernel/page';
import type { Read } from '@/server/kernel/uow';

/** Names and scope of clients are the clients module's; only the join column is used here. */
const ofClient = (column: string) =>
  sql<string>`(select c.${sql.raw(column)} from client c where c.tenant_id = ${application.tenantId} and c.id = ${application.clientId})`;

const rows = (read: Read) =>
  read.db
    .select({
      application,
      clientName: ofClient('display_name'),
      clientNumber: ofClient('number'),
      country: sql<string | null>`${ofClient('country')}`,
    })
    .from(application);
export type QueueItem = Awaited<ReturnType<typeof rows>>[number];

type Filter = { states: string[] | null; isOverdue: boolean | null; clientId: Id<'client'> | null };

export async function pageOfQueue(read: Read, page: PageInput, filter: Filter, scope: SQL | undefined) {
  const sortable = {
    stateSince: application.stateSince,
    submittedAt: application.submittedAt,
    dueAt: application.dueAt,
    riskScore: application.riskScore,
  };
  const keys = await keyset(page, sortable, 'stateSince', application.id, filter);
  const where = and(
    scope ? sql`${application.clientId} in (select client.id from client where ${scope})` : undefined,
    filter.states?.length ? inArray(application.state, filter.states) : undefined,
    filter.clientId ? eq(application.clientId, filter.clientId) : undefined,
    filter.isOverdue ? lt(application.dueAt, read.now) : undefined,
  );
  const [found, totals] = await Promise.all([
    rows(read)
      .where(and(where, keys.where))
      .orderBy(...keys.orderBy)
      .limit(page.limit + 1),
    read.db.select({ n: count() }).from(application).where(where),
  ]);
  const sort = (page.sort ?? 'stateSince') as keyof typeof sortable; // keyset has refused any other
  const finished = keys.finish(found, ({ application: row }) => ({
    at: row[sort],
    id: uuidFromId('application', row.id),
  }));
  const n = totals[0]?.n ?? 0;
  return { ...finished, total: n > exactTotalMax ? null : n };
}

export async function oneInQueue(read: Read, id: Id<'application'>): Promise<QueueItem | null> {
  const [row] = await rows(read).where(eq(application.id, id));
  return row ?? null;
}
