import { eq, inArray, type SQL, sql } from 'drizzle-orm';
import { client } from '@/db/schema/clients';
import { brand } from '@/db/schema/tenancy';
import { type Id, idFromUuid, uuidFromId } from '@/server/kernel/ids';
import { exactTotalMax } from '@/server/kernel/page';
import { reachOf } from '@/server/kernel/reach';
import { maySee } from '@/server/kernel/sensitive';
import type { Read } from '@/server/kernel/uow';
import { searchQuery, tagQuery } from '../search-words';

const queryOf = (read: Read, typed: string) => searchQuery(typed, maySee(read.actor, 'contact'), read.tenant.id);

/** Condition of lists: the clients found by what was typed, whatever their number. */
export function found(read: Read, typed: string): SQL {
  const query = queryOf(read, typed);
  return query ? sql`${client.id} in (select client_matches(${query.begun}, 'all', null, null))` : sql`false`;
}

/** Tags lie among the words: row level security keeps an index on the array itself out of reach. */
export const tagged = (read: Read, tag: string): SQL =>
  sql`${client.id} in (select client_matches(${tagQuery(read.tenant.id, tag)}, 'all', null, null))`;

/**
 * The same for a page: what matches more than a list counts is met soon on the way down any order or through any other
 * filter, and finding all of it first would take the longer the more there is.
 */
export async function foundOnTheWay(read: Read, typed: string): Promise<{ condition: SQL; isMany: boolean }> {
  const query = queryOf(read, typed);
  if (!query) return { condition: sql`false`, isMany: false };
  const { rows } = await read.db.execute<{ n: number }>(
    sql`select count(*)::int as n from client_matches(${query.begun}, 'all', null, ${exactTotalMax + 1})`,
  );
  const isMany = (rows[0]?.n ?? 0) > exactTotalMax;
  return { isMany, condition: isMany ? sql`${client.search} @@ ${query.begun}::tsquery` : found(read, typed) };
}

const weighed = 60;

/** The best few within reach: whole words before beginnings, then the newest. */
export async function bestMatches(read: Read, verb: string, typed: string, max: number) {
  const query = queryOf(read, typed);
  if (!query) return [];
  const user = read.actor.userId ? uuidFromId('user', read.actor.userId) : null;
  const matches = async (words: string) => {
    const { rows } = await read.db.execute<{ id: string }>(
      sql`select client_matches(${words}, ${reachOf(read, verb)}, ${user}::uuid, ${weighed}) as id`,
    );
    return rows.map(({ id }) => idFromUuid('client', id));
  };
  const whole = await matches(query.whole);
  // A frequent name fills the box by itself; beginnings of it would only be more of the same.
  const begun = whole.length < weighed ? await matches(query.begun) : [];
  const ids = [...new Set([...whole, ...begun])];
  if (ids.length === 0) return [];
  const isWhole = new Set<Id<'client'>>(whole);
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
    .where(inArray(client.id, ids));
  const rank = (row: (typeof rows)[number]) => (isWhole.has(row.id) ? 0 : 1);
  return rows.sort((a, b) => rank(a) - rank(b) || b.registeredAt.getTime() - a.registeredAt.getTime()).slice(0, max);
}
