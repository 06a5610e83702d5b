import { and, eq, gte, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm';
import { client, clientHold, journeyChange, person } from '@/db/schema/clients';
import { brand, legalEntity } from '@/db/schema/tenancy';
import type { Id } from '@/server/kernel/ids';
import { inSegment } from '@/server/kernel/segments';
import type { Read } from '@/server/kernel/uow';
import type { ClientFilter } from '../contract';
import { found, tagged } from './search';

const wide = { client, person, entity: legalEntity, brand };

const joined = (read: Read) =>
  read.db
    .select(wide)
    .from(client)
    .innerJoin(person, eq(person.id, client.personId))
    .innerJoin(legalEntity, eq(legalEntity.id, client.entityId))
    .innerJoin(brand, eq(brand.id, client.brandId))
    .$dynamic();

export type WideClient = Awaited<ReturnType<typeof joined>>[number];

export async function wideClient(read: Read, id: Id<'client'>, scope?: SQL): Promise<WideClient | null> {
  const [row] = await joined(read).where(and(eq(client.id, id), scope));
  return row ?? null;
}

const liveHolds = (read: Read) => sql`exists (select from client_hold h where h.person_id = ${client.personId}
  and (h.client_id is null or h.client_id = ${client.id}) and h.released_at is null
  and (h.expires_at is null or h.expires_at > ${read.now}))`;

export function conditions(read: Read, filter: ClientFilter): (SQL | undefined)[] {
  const same = <T>(column: Parameters<typeof eq>[0], value: T | null | undefined) =>
    value === null || value === undefined ? undefined : eq(column, value);
  return [
    filter.search ? found(read, filter.search) : undefined,
    same(client.stage, filter.stage),
    same(client.verification, filter.verification),
    same(client.funding, filter.funding),
    same(client.trading, filter.trading),
    same(client.relationship, filter.relationship),
    same(client.tier, filter.tier),
    same(client.category, filter.category),
    same(client.brandId, filter.brandId),
    same(client.ownerId, filter.ownerId),
    same(client.teamId, filter.teamId),
    same(client.desk, filter.desk),
    same(client.country, filter.country),
    same(client.language, filter.language),
    same(client.source, filter.source),
    filter.tag ? tagged(read, filter.tag) : undefined,
    filter.segmentId ? inSegment(sql`${client.id}`, filter.segmentId) : undefined,
    filter.isUnowned ? isNull(client.ownerId) : undefined,
    filter.hasHold === true ? liveHolds(read) : filter.hasHold === false ? sql`not ${liveHolds(read)}` : undefined,
    filter.registeredFrom ? gte(client.registeredAt, filter.registeredFrom) : undefined,
    filter.registeredTo ? lt(client.registeredAt, filter.registeredTo) : undefined,
  ];
}

/** Restrictions in force, by client; holds on the person count for each of his clients. */
export async function holdCounts(read: Read, ids: readonly Id<'client'>[]): Promise<Map<Id<'client'>, number>> {
  if (ids.length === 0) return new Map();
  const rows = await read.db
    .select({ id: client.id, n: sql<number>`count(*)::int` })
    .from(client)
    .innerJoin(
      clientHold,
      sql`${clientHold.personId} = ${client.personId} and (${clientHold.clientId} is null or ${clientHold.clientId} = ${client.id})
        and ${clientHold.releasedAt} is null and (${clientHold.expiresAt} is null or ${clientHold.expiresAt} > ${read.now})`,
    )
    .where(inArray(client.id, [...ids]))
    .groupBy(client.id);
  return new Map(rows.map((row) => [row.id, row.n]));
}

export async function milestonesOf(read: Read, id: Id<'client'>) {
  return read.db
    .select()
    .from(journeyChange)
    .where(eq(journeyChange.clientId, id))
    .orderBy(journeyChange.at, journeyChange.id)
    .limit(200);
}

export async function stageCounts(read: Read, scope: SQL | undefined) {
  const weekAgo = new Date(read.now.getTime() - 7 * 86_400_000);
  return read.db
    .select({
      stage: client.stage,
      n: sql<number>`count(*)::int`,
      recent: sql<number>`count(*) filter (where ${client.registeredAt} > ${weekAgo})::int`,
    })
    .from(client)
    .where(scope)
    .groupBy(client.stage);
}

/** How far those of each source have ever come: a later refusal does not undo a first deposit. */
export async function sourceCounts(read: Read, scope: SQL | undefined) {
  return read.db
    .select({
      source: client.source,
      registered: sql<number>`count(*)::int`,
      verified: sql<number>`count(${client.approvedAt})::int`,
      funded: sql<number>`count(${client.fundedAt})::int`,
      trading: sql<number>`count(${client.liveAt})::int`,
    })
    .from(client)
    .where(scope)
    .groupBy(client.source)
    .orderBy(client.source);
}
