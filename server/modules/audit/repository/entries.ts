import { and, asc, count, desc, eq, gte, inArray, lt, not, or, type SQL, sql } from 'drizzle-orm';
import { auditCheckpoint, auditEntry, auditLeaf } from '@/db/schema/_kernel';
import { tenant } from '@/db/schema/tenancy';
import { type Id, idFromUuid, uuidFromId } from '@/server/kernel/ids';
import { exactTotalMax, keyset, type PageInput } from '@/server/kernel/page';
import type { Read } from '@/server/kernel/uow';
import { technicalActions, technicalWhenJob } from '../technical';

export type AuditFilter = {
  action?: string | null | undefined;
  objectId?: string | null | undefined;
  clientId?: Id<'client'> | null | undefined;
  actorId?: string | null | undefined;
  from?: Date | null | undefined;
  to?: Date | null | undefined;
  /** false leaves out the steps of the machinery. */
  technical?: boolean | undefined;
};

const joined = (read: Read) =>
  read.db
    .select({ entry: auditEntry, leafIndex: auditLeaf.leafIndex })
    .from(auditEntry)
    .leftJoin(auditLeaf, and(eq(auditLeaf.tenantId, auditEntry.tenantId), eq(auditLeaf.auditId, auditEntry.id)));

const about = (objectId: string): SQL | undefined =>
  or(eq(auditEntry.objectId, objectId), eq(auditEntry.threadId, objectId));

const isTechnical: SQL = sql`(${inArray(auditEntry.action, [...technicalActions])}
  or (${inArray(auditEntry.action, [...technicalWhenJob])} and ${auditEntry.actor}->>'kind' = 'job'))`;

function conditions(filter: AuditFilter): SQL | undefined {
  return and(
    filter.action ? sql`${auditEntry.action} like ${`${filter.action.replaceAll(/[%_\\]/g, '\\$&')}%`}` : undefined,
    filter.objectId ? about(filter.objectId) : undefined,
    filter.clientId ? eq(auditEntry.clientId, filter.clientId) : undefined,
    filter.actorId ? sql`${auditEntry.actor}->>'userId' = ${filter.actorId}` : undefined,
    filter.from ? gte(auditEntry.at, filter.from) : undefined,
    filter.to ? lt(auditEntry.at, filter.to) : undefined,
    filter.technical === false ? not(isTechnical) : undefined,
  );
}

export async function pageOfEntries(read: Read, page: PageInput, filter: AuditFilter) {
  const keys = await keyset(page, { at: auditEntry.at }, 'at', auditEntry.id, filter);
  const where = conditions(filter);
  const counted = read.db.$with('counted').as(
    read.db
      .select({ one: sql<number>`1`.as('one') })
      .from(auditEntry)
      .where(where)
      .limit(exactTotalMax + 1),
  );
  const [rows, totals] = await Promise.all([
    joined(read)
      .where(and(where, keys.where))
      .orderBy(...keys.orderBy)
      .limit(page.limit + 1),
    read.db.with(counted).select({ n: count() }).from(counted),
  ]);
  const finished = keys.finish(rows, (row) => ({ at: row.entry.at, id: uuidFromId('audit', row.entry.id) }));
  const n = totals[0]?.n ?? 0;
  return { ...finished, total: n > exactTotalMax ? null : n };
}

export async function story(read: Read, objectId: string, { limit, technical }: { limit: number; technical: boolean }) {
  return joined(read)
    .where(and(about(objectId), technical ? undefined : not(isTechnical)))
    .orderBy(desc(auditEntry.at), desc(auditEntry.id))
    .limit(limit);
}

export async function namesOfClients(read: Read, ids: readonly Id<'client'>[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const uuids = ids.map((id) => uuidFromId('client', id));
  const { rows } = await read.db.execute<{ id: string; name: string }>(
    sql`select c.id, c.display_name as name from client c where c.id = any(${sql.param(uuids)}::uuid[])`,
  );
  return new Map(rows.map(({ id, name }) => [idFromUuid('client', id), name]));
}

export async function leafOf(read: Read, id: Id<'audit'>) {
  const [row] = await joined(read).where(eq(auditEntry.id, id));
  return row ?? null;
}

/** Of one object, or those at [from, to) of the log, in its order. */
export async function sealedStory(read: Read, objectId: string, size: number, limit: number) {
  return joined(read)
    .where(and(about(objectId), lt(auditLeaf.leafIndex, BigInt(size))))
    .orderBy(asc(auditLeaf.leafIndex))
    .limit(limit);
}

export async function sealedRange(read: Read, from: number, to: number) {
  return joined(read)
    .where(and(gte(auditLeaf.leafIndex, BigInt(from)), lt(auditLeaf.leafIndex, BigInt(to))))
    .orderBy(asc(auditLeaf.leafIndex));
}

export async function sealStatus(read: Read) {
  const { rows } = await read.db.execute<{ entries: number; sealed: number; oldest: number | null }>(sql`
    select (select count(*)::int from audit_entry) as entries, (select count(*)::int from audit_leaf) as sealed,
      (select extract(epoch from now() - min(e.recorded_at))::int from audit_entry e
         left join audit_leaf l on l.tenant_id = e.tenant_id and l.audit_id = e.id
         where l.audit_id is null and e.recorded_at > now() - interval '1 day') as oldest`);
  const [checkpoint] = await read.db.select().from(auditCheckpoint).orderBy(desc(auditCheckpoint.treeSize)).limit(1);
  const [own] = await read.db.select({ auditorEmail: tenant.auditorEmail }).from(tenant);
  return { counts: rows[0], checkpoint, auditorEmail: own?.auditorEmail ?? null };
}
