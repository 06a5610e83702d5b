import { eq, inArray, type SQL, sql } from 'drizzle-orm';
import { client } from '@/db/schema/clients';
import { brand } from '@/db/schema/tenancy';
import type { RowScope } from '@/server/kernel/context';
import { type Id, idFromUuid, uuidFromId } from '@/server/kernel/ids';
import { reachOf } from '@/server/kernel/reach';
import { maySee } from '@/server/kernel/sensitive';
import type { Read } from '@/server/kernel/uow';
import type { ClientFilter } from '../contract';
import { searchQuery, tagQuery } from '../search-words';

const queryOf = (read: Read, typed: string) => searchQuery(typed, maySee(read.actor, 'contact'), read.tenant.id);

/** So many of the newest are looked through before the index of words is asked. */
const newestLookedAt = 2_000;

/** Condition of changes: the clients found by what was typed, whatever their number. */
export function found(read: Read, typed: string): SQL {
  const query = queryOf(read, typed);
  return query ? sql`${client.id} in (select client_matches(${query.begun}, 'all', null, null, null))` : sql`false`;
}

/** Tags lie among the words: row level security keeps an index on the array itself out of reach. */
export const tagged = (read: Read, tag: string): SQL =>
  sql`${client.id} in (select client_matches(${tagQuery(read.tenant.id, tag)}, 'all', null, null, null))`;

/** The rows somebody reaches, as the functions that read past row level security are told. */
export type Reach = { readonly scope: RowScope; readonly user: string | null };
export const reachFor = (read: Read, verb: string): Reach => ({
  scope: reachOf(read, verb),
  user: read.actor.userId ? uuidFromId('user', read.actor.userId) : null,
});

/** What was typed and a tag as one query of words; null when it can match nothing. */
export function wordsOf(read: Read, typed: string | null | undefined, tag: string | null | undefined): string | null {
  const begun = typed ? (queryOf(read, typed)?.begun ?? null) : '';
  if (begun === null) return null;
  return [begun, tag ? tagQuery(read.tenant.id, tag) : ''].filter((part) => part !== '').join(' & ');
}

export type Facets = Omit<ClientFilter, 'search' | 'tag'>;

/** The same filters by names of columns, for the functions that read the index of words. */
function facetsOf(facets: Facets): string {
  // Whom a hold or a segment names is little, and looked at afterwards.
  const {
    brandId,
    ownerId,
    teamId,
    isUnowned,
    registeredFrom,
    registeredTo,
    hasHold: _hold,
    segmentId: _in,
    ...own
  } = facets;
  const asked = Object.entries({
    ...own,
    brand_id: brandId && uuidFromId('brand', brandId),
    owner_id: ownerId && uuidFromId('user', ownerId),
    team_id: teamId && uuidFromId('team', teamId),
    registered_from: registeredFrom,
    registered_to: registeredTo,
    is_unowned: isUnowned || null,
  }).filter(([, value]) => value !== null && value !== undefined);
  return JSON.stringify(Object.fromEntries(asked));
}

/** So many at most of those whose words match, within reach, and of whom the rest is true as well. */
export async function matching(read: Read, words: string, { scope, user }: Reach, facets: Facets, max: number) {
  const { rows } = await read.db.execute<{ ids: string[] }>(sql`select array(select client_matches(
    ${words}, ${scope}, ${user}::uuid, ${facetsOf(facets)}::jsonb, ${max})::text) as ids`);
  return rows[0]?.ids ?? [];
}

/** How many of the newest within reach they are, and how many of all they may be if they are as frequent there. */
export async function amongNewest(read: Read, words: string, { scope, user }: Reach, facets: Facets) {
  const { rows } = await read.db.execute<{ hits: number; expected: number }>(sql`
    select hits, (hits / ${newestLookedAt}::float8 * (select reltuples from pg_class where oid = 'client'::regclass))::float8 as expected
    from (select count(*)::int as hits
      from client_newest(${words}, ${words}, ${scope}, ${user}::uuid, ${facetsOf(facets)}::jsonb, ${newestLookedAt})) as newest`);
  return rows[0] ?? { hits: 0, expected: 0 };
}

const weighed = 60;
/** Four figures or an address name few; everything else may be what thousands are called. */
const mayBeFrequent = (typed: string) => !/\d{4}|@/.test(typed);

/**
 * The best few within reach: whole words before beginnings, then the newest. Who bears a frequent name is among the newest;
 * the index of words, which gathers all before it gives one, is left to the rare.
 */
export async function bestMatches(read: Read, verb: string, typed: string, max: number) {
  const query = queryOf(read, typed);
  if (!query) return [];
  const reach = reachFor(read, verb);
  const isWhole = new Map<Id<'client'>, boolean>();
  const add = (uuids: readonly string[], whole: boolean) => {
    for (const id of uuids.map((uuid) => idFromUuid('client', uuid)))
      isWhole.set(id, whole || isWhole.get(id) === true);
  };
  const wholes = () => [...isWhole.values()].filter((whole) => whole).length;
  if (mayBeFrequent(typed)) {
    const { rows } = await read.db.execute<{
      id: string;
      is_whole: boolean;
    }>(sql`select id::text, is_whole from client_newest(
      ${query.whole}, ${query.begun}, ${reach.scope}, ${reach.user}::uuid, null, ${newestLookedAt}) order by is_whole desc limit ${weighed}`);
    for (const one of rows) add([one.id], one.is_whole);
  }
  if (wholes() < max) add(await matching(read, query.whole, reach, {}, weighed), true);
  // A frequent name fills the box by itself; more beginnings of it would only be more of the same.
  if (isWhole.size < max) add(await matching(read, query.begun, reach, {}, weighed), false);
  if (isWhole.size === 0) return [];
  const rows = await read.db
    .select({
      id: client.id,
      number: client.number,
      name: client.displayName,
      email: client.email,
      stage: client.stage,
      registeredAt: client.registeredAt,
      brand: brand.name,
    })
    .from(client)
    .innerJoin(brand, eq(brand.id, client.brandId))
    .where(inArray(client.id, [...isWhole.keys()]));
  const rank = (row: (typeof rows)[number]) => (isWhole.get(row.id) ? 0 : 1);
  return rows.sort((a, b) => rank(a) - rank(b) || b.registeredAt.getTime() - a.registeredAt.getTime()).slice(0, max);
}
