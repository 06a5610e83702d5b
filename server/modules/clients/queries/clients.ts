import { and, eq, getTableColumns, gte, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { client, clientHold, journeyChange, person } from '@/db/schema/clients';
import { brand, legalEntity } from '@/db/schema/tenancy';
import { type Id, uuidFromId } from '@/server/kernel/ids';
import { exactTotalMax, keyset } from '@/server/kernel/page';
import { inSegment } from '@/server/kernel/segments';
import type { Read } from '@/server/kernel/uow';
import type { ClientFilter, ListClients } from '../contract';
import { found, foundOnTheWay, tagged } from './search';

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

const sortable = {
  registeredAt: client.registeredAt,
  name: client.displayName,
  fundedAt: client.fundedAt,
  renewsAt: client.renewsAt,
  lastContactAt: client.lastContactAt,
} as const;

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

const { search: _words, ...listed } = getTableColumns(client);

export type ListedClient = Awaited<ReturnType<typeof pageOfClients>>['rows'][number];

/**
 * What the filters leave is looked up first. A list short enough to be counted is put in order; of a longer one the order's
 * own index meets a page soon. Left to itself the planner walks the whole order for filters that exclude each other.
 */
export async function pageOfClients(read: Read, input: z.output<typeof ListClients>, scope: SQL | undefined) {
  const { cursor: _cursor, limit, sort, direction: _direction, ...filter } = input;
  const where = await wherePage(read, filter, scope);
  const ids = where.condition && !where.isMany ? await idsUpTo(read, where.condition, exactTotalMax + 1) : null;
  const isShort = ids !== null && ids.length <= exactTotalMax;
  const narrowed = isShort ? sql`${client.id} = any(${sql.param(ids)}::uuid[])` : where.condition;
  const page = await keyset(input, sortable, 'registeredAt', client.id, filter);
  const [rows, all, brands, entities] = await Promise.all([
    read.db
      .select(listed)
      .from(client)
      .where(and(narrowed, page.where))
      .orderBy(...page.orderBy)
      .limit(limit + 1),
    where.condition ? null : idsUpTo(read, undefined, exactTotalMax + 1),
    read.db.select().from(brand),
    read.db.select().from(legalEntity),
  ]);
  const cut = page.finish(rows, (row) => ({
    at: sort === 'name' ? row.displayName : row[(sort ?? 'registeredAt') as 'registeredAt'],
    id: uuidFromId('client', row.id),
  }));
  const brandOf = new Map(brands.map((one) => [one.id, one.name]));
  const entityOf = new Map(entities.map((one) => [one.id, one.shortName]));
  return {
    nextCursor: cut.nextCursor,
    rows: cut.rows.map((row) => ({
      client: row,
      brand: brandOf.get(row.brandId) ?? '',
      entity: entityOf.get(row.entityId) ?? '',
    })),
    total: totalOf(isShort ? ids : all),
  };
}

/** Null above what lists count exactly. */
const totalOf = (ids: readonly string[] | null) => (ids && ids.length <= exactTotalMax ? ids.length : null);

async function wherePage(read: Read, { search, ...others }: ClientFilter, scope: SQL | undefined) {
  const rest = [...conditions(read, others), scope].filter((one) => one !== undefined);
  if (!search) return { condition: and(...rest), isMany: false };
  const { condition, isMany } = await foundOnTheWay(read, search);
  return { condition: and(condition, ...rest), isMany: isMany && rest.length === 0 };
}

/** By the indexes of the filters, and by their intersections; statements of one transaction run in the order they are sent. */
async function idsUpTo(read: Read, where: SQL | undefined, max: number): Promise<string[]> {
  const say = (statement: string) => read.db.execute(sql.raw(statement));
  const some = () =>
    read.db
      .select({ id: sql<string>`${client.id}::text` })
      .from(client)
      .where(where)
      .limit(max);
  if (!where) return (await some()).map(({ id }) => id);
  const [, , rows] = await Promise.all([
    say('set local enable_seqscan = off'),
    say('set local enable_indexscan = off'),
    some(),
    say('set local enable_seqscan = on'),
    say('set local enable_indexscan = on'),
  ]);
  return rows.map(({ id }) => id);
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
