import { and, getTableName, type SQL, sql } from 'drizzle-orm';
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
    const counts = await countsOf(read, list);
    const n = counts.reduce((all, one) => all + one, 0);
    if (n === 0) return { n, ids: [] };
    if (n <= exactTotalMax) return gathered(read, list);
    return { n, ids: await inStretches(list, (stretch, most) => stretchOf(read, list, stretch, most)) };
  });
}

/** Some of the ways may still lead to few, whom the order would meet late. */
async function stretchOf(read: Read, list: LongList, stretch: Stretch, most: number): Promise<string[]> {
  const more = stretch.has === 'value' ? sql`${list.by} is not null` : undefined;
  return walked(read, list, stretch, most, await countsOf(read, list, more));
}

/** Of a list whose rows are known to be met soon in this order. */
export const metSoon = (read: Read, list: LongList): Promise<string[]> =>
  byIndexesAlone(read, () => inStretches(list, (stretch, most) => walked(read, list, stretch, most)));

async function inStretches({ keys, limit }: LongList, idsOf: (stretch: Stretch, most: number) => Promise<string[]>) {
  const ids: string[] = [];
  for (const stretch of keys.stretches) {
    const most = limit + 1 - ids.length;
    if (most > 0) ids.push(...(await idsOf(stretch, most)));
  }
  return ids;
}

const some = (where: SQL | undefined) => where ?? sql`true`;
const together = (parts: SQL[]) => sql.join(parts, sql` union all `);

async function countsOf(read: Read, { table, ways }: LongList, more?: SQL): Promise<number[]> {
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
  const each = ways.map((way, at) => {
    const isFew = (counts[at] ?? exactTotalMax + 1) <= exactTotalMax;
    return isFew
      ? sql`(with ${name} as materialized (select ${id}, ${by} from ${table} where ${some(way)})
          select * from ${name} where ${some(where)} order by ${order} limit ${most})`
      : sql`(select ${id}, ${by} from ${table} where ${some(and(way, where))} order by ${order} limit ${most})`;
  });
  const { rows } = await read.db.execute<{ id: string }>(
    sql`select ${id}::text as id from (${together(each)}) ${name} order by ${order} limit ${most}`,
  );
  return rows.map((row) => row.id);
}

const inOrder = (orderBy: readonly SQL[]) => sql.join([...orderBy], sql`, `);

/** Left to itself the planner trusts that what it looks for is spread evenly, and visits the table for all that is not. */
async function byIndexesAlone<T>(read: Read, run: () => Promise<T>): Promise<T> {
  const say = (statement: string) => read.db.execute(sql.raw(statement));
  await Promise.all([say('set local enable_seqscan = off'), say('set local enable_bitmapscan = off')]);
  const result = await run();
  await Promise.all([say('set local enable_seqscan = on'), say('set local enable_bitmapscan = on')]);
  return result;
}
