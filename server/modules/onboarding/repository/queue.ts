import { and, count, eq, inArray, isNull, lt, ne, type SQL, sql } from 'drizzle-orm';
import { workItem } from '@/db/schema/_kernel';
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
      tier: ofClient('tier'),
      entity: sql<string>`(select e.name from client c join legal_entity e on e.tenant_id = c.tenant_id and e.id = c.entity_id where c.id = application.client_id)`,
    })
    .from(application);
export type QueueItem = Awaited<ReturnType<typeof rows>>[number];

type Filter = {
  states: string[] | null;
  isOverdue: boolean | null;
  clientId: Id<'client'> | null;
  purpose: string | null;
  tiers: string[] | null;
  risks: string[] | null;
};

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
    filter.purpose ? eq(application.purpose, filter.purpose) : undefined,
    filter.tiers?.length ? inArray(ofClient('tier'), filter.tiers) : undefined,
    filter.risks?.length ? inArray(application.riskTier, filter.risks) : undefined,
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

/** The open work about each of these, for those who may know of it. */
export async function workOf(read: Read, ids: readonly Id<'application'>[], restricted: boolean) {
  if (ids.length === 0) return [];
  return read.db
    .select({ id: workItem.id, objectId: workItem.objectId, assigneeId: workItem.assigneeId })
    .from(workItem)
    .where(
      and(
        eq(workItem.objectType, 'application'),
        inArray(workItem.objectId, [...ids]),
        ne(workItem.state, 'closed'),
        restricted ? undefined : isNull(workItem.restrictedTo),
      ),
    );
}
