import { and, eq, getTableName, type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn, PgTable } from 'drizzle-orm/pg-core';
import { exactTotalMax, type Keyset, type Stretch } from './page';
import type { Read } from './uow';

export type LongList = {
  readonly table: PgTable;
  readonly id: AnyPgColumn;
  /** What the order is by. */
  readonly by: AnyPgColumn;
  readonly keys: Keyset;
  /** Which rows; several ways that share no row, as each of them can enter an index of its own. */
  readonly ways: readonly (SQL | undefined)[];
  readonly limit: number;
};
type Page = { n: number; ids: string[] };

/**
 * The rows of a page of a list that may be a million rows long, and how many there are, up to one more than lists count.
 * Few are gathered and put in order. Many are met soon on the way down the index of the order, and are not gathered. Where
 * only some have what the order is by, those are few or many by themselves: else all who have it were passed to find none.
 */
export async function pageOfMany(read: Read, list: LongList): Promise<Page> {
  return byIndexesAlone(read, async () => {
    const n = await counted(read, list);
    if (n === 0) return { n, ids: [] };
    if (n <= exactTotalMax) return gathered(read, list);
    return { n, ids: await inStretches(list, (stretch, most) => stretchOf(read, list, stretch, most)) };
  });
}

/** Some of the ways may still lead to few, whom the order would meet late. */
async function stretchOf(read: Read, list: LongList, stretch: Stretch, most: number) {
  const more = stretch.has === 'value' ? sql`${list.by} is not null` : undefined;
  return walked(read, list, stretch, most, await countsOf(read, list, more));
}

/** Of a list whose rows are known to be met soon, save in a way to few: `wider` is what indexes know of each way. */
export const metSoon = (read: Read, list: LongList, wider: LongList['ways']): Promise<string[]> =>
  byIndexesAlone(read, async () => {
    const counts = wider.length > 1 ? await countsOf(read, { table: list.table, ways: wider }) : [];
    return inStretches(list, (stretch, most) => walked(read, list, stretch, most, counts));
  });

/** Piece by piece of the order, until the page is full. */
export async function inStretches(
  { keys, limit }: Pick<LongList, 'keys' | 'limit'>,
  idsOf: (stretch: Stretch, most: number) => Promise<string[]>,
) {
  const ids: string[] = [];
  for (const stretch of keys.stretches) {
    const most = limit + 1 - ids.length;
    if (most > 0) ids.push(...(await idsOf(stretch, most)));
  }
  return ids;
}

const some = (where: SQL | undefined) => where ?? sql`true`;
const together = (parts: SQL[]) => sql.join(parts, sql` union all `);

/** So many, up to one more than lists count. */
export const countUpTo = (read: Read, table: PgTable, ways: LongList['ways']): Promise<number> =>
  byIndexesAlone(read, () => counted(read, { table, ways }));

async function counted(read: Read, { table, ways }: Pick<LongList, 'table' | 'ways'>): Promise<number> {
  const each = ways.map((way) => sql`(select 1 from ${table} where ${some(way)} limit ${exactTotalMax + 1})`);
  const { rows } = await read.db.execute<{ n: number }>(
    sql`select count(*)::int as n from (select from (${together(each)}) some_of limit ${exactTotalMax + 1}) counted`,
  );
  return rows[0]?.n ?? 0;
}

async function countsOf(read: Read, { table, ways }: Pick<LongList, 'table' | 'ways'>, more?: SQL): Promise<number[]> {
  const each = ways.map(
    (way) =>
      sql`(select count(*)::int from (select 1 from ${table} where ${some(and(way, more))} limit ${exactTotalMax + 1}) counted)`,
  );
  const { rows } = await read.db.execute<{ each: number[] }>(sql`select array[${sql.join(each, sql`, `)}] as each`);
  return rows[0]?.each ?? [];
}

/** Of a list that is known to be short. */
export async function gathered(read: Read, { table, id, by, ways, keys, limit }: LongList): Promise<Page> {
  const each = ways.map((way) => sql`select ${id}, ${by} from ${table} where ${some(way)}`);
  // Under the name of the table, so that order and cursor say of the few what they say of all.
  const few = sql.identifier(getTableName(table));
  const { rows } = await read.db.execute<Page>(sql`with ${few} as materialized (${together(each)})
    select (select count(*)::int from ${few}) as n,
      array(select ${id}::text from ${few} where ${some(keys.where)} order by ${inOrder(keys.orderBy)} limit ${limit + 1}) as ids`);
  return rows[0] ?? { n: 0, ids: [] };
}

/** Down the index of the order, which is entered at the cursor; a way to few is gathered. */
async function walked(read: Read, list: LongList, { where, orderBy }: Stretch, most: number, counts: number[] = []) {
  const { table, id, by, ways } = list;
  const order = inOrder(orderBy);
  const name = sql.identifier(getTableName(table));
  const each = ways.flatMap((way, at) => {
    const n = counts[at] ?? exactTotalMax + 1;
    if (n === 0) return [];
    const its = sql`select ${id}, ${by} from ${table} where ${some(and(way, where))}`;
    const few = sql`with ${name} as materialized (${its}) select * from ${name}`;
    return [sql`(${n <= exactTotalMax ? few : its} order by ${order} limit ${most})`];
  });
  if (each.length === 0) return [];
  const { rows } = await read.db.execute<{ id: string }>(
    sql`select ${id}::text as id from (${together(each)}) ${name} order by ${order} limit ${most}`,
  );
  return rows.map((row) => row.id);
}

const inOrder = (orderBy: readonly SQL[]) => sql.join([...orderBy], sql`, `);

/** Left to itself the planner trusts that what it looks for is spread evenly, and visits the table for all that is not. */
async function byIndexesAlone<T>(read: Read, run: () => Promise<T>): Promise<T> {
  const say = (to: 'on' | 'off') =>
    Promise.all(
      ['seqscan', 'bitmapscan', 'mergejoin'].map((way) => read.db.execute(sql.raw(`set local enable_${way} = ${to}`))),
    );
  await say('off');
  const result = await run();
  await say('on');
  return result;
}

/** Each state by itself, in each way into somebody's reach: an index that begins with the state holds each of them in order. */
export const waysBy = (
  column: AnyPgColumn,
  states: readonly string[],
  reached: readonly (SQL | undefined)[],
  rest: SQL | undefined,
): (SQL | undefined)[] => states.flatMap((state) => reached.map((way) => and(eq(column, state), way, rest)));

/** Rows as the page has their ids. */
export function asFound<T>(ids: readonly string[], rows: readonly T[], uuidOf: (row: T) => string): T[] {
  const byId = new Map(rows.map((row) => [uuidOf(row), row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

export const totalOf = (n: number): number | null => (n > exactTotalMax ? null : n);

/** By currency, of a list that is short enough to be counted; null of a longer one. */
export async function sumsOf(read: Read, { table, ways }: LongList, n: number, asset: AnyPgColumn, minor: AnyPgColumn) {
  if (n > exactTotalMax) return null;
  if (n === 0) return [];
  const each = ways.map((way) => sql`select ${asset} as asset, ${minor} as minor from ${table} where ${some(way)}`);
  const { rows } = await byIndexesAlone(read, () =>
    read.db.execute<{
      asset: string;
      minor: string;
      n: number;
    }>(sql`select asset, sum(minor)::text as minor, count(*)::int as n
      from (${together(each)}) summed group by asset order by n desc, asset`),
  );
  return rows.map((row) => ({ asset: row.asset, minor: BigInt(row.minor), count: row.n }));
}
