import { and, asc, eq, inArray, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import { approvalDecision, approvalRequest, savedView, workItem } from '@/db/schema/_kernel';
import { type Id, idFromUuid, uuidFromId } from '@/server/kernel/ids';
import { asFound, pageOfMany, totalOf, waysBy } from '@/server/kernel/long-list';
import { keyset, type PageInput } from '@/server/kernel/page';
import { maySee } from '@/server/kernel/sensitive';
import type { Read, Uow } from '@/server/kernel/uow';

export type WorkRecord = typeof workItem.$inferSelect;
export type ApprovalRecord = typeof approvalRequest.$inferSelect;

export type ItemWhere = {
  assignee?: Id<'user'>;
  teams?: readonly string[];
  kinds?: readonly string[] | undefined;
  states: readonly string[];
  clientId?: Id<'client'> | undefined;
  inTeam?: string | undefined;
  overdueAt?: Date | undefined;
  holderId?: Id<'user'> | undefined;
  /** Items whose reason is restricted are for those who may know it. */
  restricted: boolean;
};

function itemWhere(where: Omit<ItemWhere, 'states'>): SQL | undefined {
  const reach = [
    ...(where.assignee ? [eq(workItem.assigneeId, where.assignee)] : []),
    ...(where.teams && where.teams.length > 0 ? [inArray(workItem.team, [...where.teams])] : []),
  ];
  return and(
    reach.length > 0 ? or(...reach) : undefined,
    where.kinds ? inArray(workItem.kind, [...where.kinds]) : undefined,
    where.clientId ? eq(workItem.clientId, where.clientId) : undefined,
    where.inTeam ? eq(workItem.team, where.inTeam) : undefined,
    where.holderId ? eq(workItem.assigneeId, where.holderId) : undefined,
    where.overdueAt ? lt(workItem.dueAt, where.overdueAt) : undefined,
    where.restricted ? undefined : isNull(workItem.restrictedTo),
  );
}

const sortable = { dueAt: workItem.dueAt, createdAt: workItem.createdAt, priority: workItem.priority };

export async function listItems(read: Read, page: PageInput, { states, ...where }: ItemWhere) {
  const keys = await keyset(page, sortable, 'dueAt', workItem.id, { ...where, states });
  const by = (page.sort ?? 'dueAt') as keyof typeof sortable; // keyset has refused any other
  const ways = waysBy(workItem.state, states, [undefined], itemWhere(where));
  const list = { table: workItem, id: workItem.id, by: sortable[by], keys, ways, limit: page.limit };
  const { n, ids } = await pageOfMany(read, list);
  const ofPage = ids.map((id) => idFromUuid('workItem', id));
  const rows = ids.length > 0 ? await read.db.select().from(workItem).where(inArray(workItem.id, ofPage)) : [];
  const finished = keys.finish(
    asFound(ids, rows, (row) => uuidFromId('workItem', row.id)),
    (row) => ({
      at: row[by],
      id: uuidFromId('workItem', row.id),
    }),
  );
  return { ...finished, total: totalOf(n) };
}

export async function itemCounts(read: Read, restricted: boolean) {
  return read.db
    .select({
      kind: workItem.kind,
      team: workItem.team,
      assigneeId: workItem.assigneeId,
      open: sql<number>`count(*)::int`,
      overdue: sql<number>`count(*) filter (where ${workItem.dueAt} < ${read.now.toISOString()}::timestamptz)::int`,
    })
    .from(workItem)
    .where(
      and(
        inArray(workItem.state, ['open', 'claimed', 'escalated']),
        restricted ? undefined : isNull(workItem.restrictedTo),
      ),
    )
    .groupBy(workItem.kind, workItem.team, workItem.assigneeId);
}

export async function findItem(read: Read, id: Id<'workItem'>, lock = false): Promise<WorkRecord | null> {
  const query = read.db.select().from(workItem).where(eq(workItem.id, id));
  const [row] = await (lock ? query.for('update') : query);
  return row ?? null;
}

/** For rows that name a client; whose he is was decided by whoever asks. */
export async function clientNames(read: Read, ids: readonly Id<'client'>[]): Promise<Map<Id<'client'>, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await read.db.execute<{ id: string; name: string }>(
    sql`select id, display_name as name from client where id = any(${sql.param(ids.map((id) => uuidFromId('client', id)))}::uuid[])`,
  );
  return new Map(rows.map(({ id, name }) => [idFromUuid('client', id), name]));
}

export async function updateItem(uow: Uow, id: Id<'workItem'>, values: Partial<typeof workItem.$inferInsert>) {
  await uow.db.update(workItem).set(values).where(eq(workItem.id, id));
}

export async function dueSnoozed(read: Read): Promise<number> {
  const [row] = await read.db
    .select({ n: sql<number>`count(*)::int` })
    .from(workItem)
    .where(and(eq(workItem.state, 'snoozed'), lte(workItem.snoozedUntil, read.now)));
  return row?.n ?? 0;
}

type Unpromised = { id: string; kind: string; team: string; created: number; entity: string };

/** Open items nobody gave a time, with the client's entity, or the first of the house. */
export async function unpromisedItems(read: Read, kinds: readonly string[], limit: number): Promise<Unpromised[]> {
  const { rows } = await read.db.execute<Unpromised>(sql`
    select w.id, w.kind, w.team, (extract(epoch from w.created_at) * 1000)::float8 as created, e.id as entity
    from work_item w
    left join client c on c.tenant_id = w.tenant_id and c.id = w.client_id
    join lateral (select e.id from legal_entity e where e.tenant_id = w.tenant_id
      order by (e.id = c.entity_id) desc nulls last, e.created_at limit 1) e on true
    where w.closed_at is null and w.due_at is null and w.minutes_left is null and ${inArray(sql`w.kind`, [...kinds])} order by w.created_at limit ${limit}`);
  return rows;
}

/** Snoozed items whose time has come. */
export async function wakeItems(uow: Uow): Promise<Id<'workItem'>[]> {
  const woken = await uow.db
    .update(workItem)
    .set({ state: 'open', snoozedUntil: null, snoozeReason: null })
    .where(and(eq(workItem.state, 'snoozed'), lte(workItem.snoozedUntil, uow.now)))
    .returning({ id: workItem.id });
  return woken.map((row) => row.id);
}

export async function listApprovalRows(read: Read, page: PageInput, states: readonly string[], objectId?: string) {
  const where = objectId ? { states, objectId } : states;
  const keys = await keyset(page, { createdAt: approvalRequest.createdAt }, 'createdAt', approvalRequest.id, where);
  const rest = and(objectId ? eq(approvalRequest.objectId, objectId) : undefined, knows(read));
  const ways = waysBy(approvalRequest.state, states, [undefined], rest);
  const list = { table: approvalRequest, id: approvalRequest.id, by: approvalRequest.createdAt, keys, ways };
  const { n, ids } = await pageOfMany(read, { ...list, limit: page.limit });
  const approvals = sql<number>`(select count(*)::int from approval_decision d where d.tenant_id = ${approvalRequest.tenantId}
    and d.approval_id = ${approvalRequest.id} and d.decision = 'approve')`;
  const me = read.actor.userId ? uuidFromId('user', read.actor.userId) : null;
  const hasVoted = sql<boolean>`exists (select from approval_decision d where d.tenant_id = ${approvalRequest.tenantId}
    and d.approval_id = ${approvalRequest.id} and d.user_id = ${me})`;
  const ofPage = inArray(
    approvalRequest.id,
    ids.map((id) => idFromUuid('approval', id)),
  );
  const rows =
    ids.length > 0
      ? await read.db.select({ row: approvalRequest, approvals, hasVoted }).from(approvalRequest).where(ofPage)
      : [];
  const finished = keys.finish(
    asFound(ids, rows, ({ row }) => uuidFromId('approval', row.id)),
    ({ row }) => ({
      at: row.createdAt,
      id: uuidFromId('approval', row.id),
    }),
  );
  return { ...finished, total: totalOf(n) };
}

/** A restricted request does not exist for whoever may not know why. */
const knows = (read: Read) =>
  maySee(read.actor, 'restricted_reason') ? undefined : isNull(approvalRequest.restrictedTo);

export async function findApproval(read: Read, id: Id<'approval'>): Promise<ApprovalRecord | null> {
  const [row] = await read.db
    .select()
    .from(approvalRequest)
    .where(and(eq(approvalRequest.id, id), knows(read)));
  return row ?? null;
}

export async function votesOf(read: Read, id: Id<'approval'>) {
  return read.db
    .select()
    .from(approvalDecision)
    .where(eq(approvalDecision.approvalId, id))
    .orderBy(asc(approvalDecision.at));
}

export async function setMode(uow: Uow, id: Id<'approval'>, mode: 'break_glass' | 'solo', notBefore: Date | null) {
  await uow.db.update(approvalRequest).set({ mode, notBefore }).where(eq(approvalRequest.id, id));
}

export async function insertVote(uow: Uow, row: typeof approvalDecision.$inferInsert): Promise<void> {
  await uow.db.insert(approvalDecision).values(row).onConflictDoNothing();
}

export async function expiredApprovals(read: Read): Promise<Id<'approval'>[]> {
  const rows = await read.db
    .select({ id: approvalRequest.id })
    .from(approvalRequest)
    .where(and(eq(approvalRequest.state, 'waiting'), lt(approvalRequest.expiresAt, read.now)))
    .limit(200);
  return rows.map((row) => row.id);
}

export async function lockApproval(uow: Uow, id: Id<'approval'>): Promise<ApprovalRecord | null> {
  const [row] = await uow.db.select().from(approvalRequest).where(eq(approvalRequest.id, id)).for('update');
  return row ?? null;
}

export async function viewsOf(read: Read, userId: Id<'user'>, table: string) {
  return read.db
    .select()
    .from(savedView)
    .where(and(eq(savedView.tableName, table), or(eq(savedView.ownerId, userId), eq(savedView.isTeam, true))))
    .orderBy(savedView.name)
    .limit(100);
}

export async function insertView(uow: Uow, row: typeof savedView.$inferInsert): Promise<void> {
  await uow.db.insert(savedView).values(row);
}

export async function updateView(
  uow: Uow,
  id: Id<'savedView'>,
  ownerId: Id<'user'>,
  values: Partial<typeof savedView.$inferInsert>,
): Promise<boolean> {
  const changed = await uow.db
    .update(savedView)
    .set(values)
    .where(and(eq(savedView.id, id), eq(savedView.ownerId, ownerId)))
    .returning({ id: savedView.id });
  return changed.length > 0;
}

export async function deleteView(uow: Uow, id: Id<'savedView'>, ownerId: Id<'user'>): Promise<boolean> {
  const gone = await uow.db
    .delete(savedView)
    .where(and(eq(savedView.id, id), eq(savedView.ownerId, ownerId)))
    .returning({ id: savedView.id });
  return gone.length > 0;
}

/** Delegations that let this person decide in another's name. */
export async function delegatedGrants(read: Read, userId: Id<'user'>): Promise<string[]> {
  const { rows } = await read.db.execute<{ grant: string }>(
    sql`select "grant" from delegation where to_user_id = ${uuidFromId('user', userId)}::uuid and until > ${read.now.toISOString()}::timestamptz`,
  );
  return rows.map((row) => row.grant);
}
