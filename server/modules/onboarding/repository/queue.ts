import { and, eq, inArray, isNull, lt, ne, sql } from 'drizzle-orm';
import { workItem } from '@/db/schema/_kernel';
import { application } from '@/db/schema/onboarding';
import type { Id } from '@/server/kernel/ids';
import { idFromUuid, uuidFromId } from '@/server/kernel/ids';
import { asFound, pageOfMany, totalOf, waysBy } from '@/server/kernel/long-list';
import { keyset, type PageInput } from '@/server/kernel/page';
import type { Read } from '@/server/kernel/uow';
import { waysThroughClients } from '@/server/modules/clients';
import { applicationStates } from '../state';

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

const sortable = {
  stateSince: application.stateSince,
  submittedAt: application.submittedAt,
  dueAt: application.dueAt,
  riskScore: application.riskScore,
};

export async function pageOfQueue(read: Read, page: PageInput, filter: Filter, verb: string) {
  const keys = await keyset(page, sortable, 'stateSince', application.id, filter);
  const by = (page.sort ?? 'stateSince') as keyof typeof sortable; // keyset has refused any other
  const rest = and(
    filter.clientId ? eq(application.clientId, filter.clientId) : undefined,
    filter.isOverdue ? lt(application.dueAt, read.now) : undefined,
    filter.purpose ? eq(application.purpose, filter.purpose) : undefined,
    filter.tiers?.length ? inArray(ofClient('tier'), filter.tiers) : undefined,
    filter.risks?.length ? inArray(application.riskTier, filter.risks) : undefined,
  );
  const states = filter.states?.length ? filter.states : applicationStates.states;
  const ways = waysBy(application.state, states, waysThroughClients(read, verb, application.clientId), rest);
  const list = { table: application, id: application.id, by: sortable[by], keys, ways, limit: page.limit };
  const { n, ids } = await pageOfMany(read, list);
  const ofPage = ids.map((id) => idFromUuid('application', id));
  const found = ids.length > 0 ? await rows(read).where(inArray(application.id, ofPage)) : [];
  const finished = keys.finish(
    asFound(ids, found, (row) => uuidFromId('application', row.application.id)),
    ({ application: row }) => ({ at: row[by], id: uuidFromId('application', row.id) }),
  );
  return { ...finished, total: totalOf(n) };
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
