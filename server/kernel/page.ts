import { and, asc, Column, desc, gt, is, lt, or, type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { canonicalHash } from './canonical';
import { fromBase64Url, fromUtf8, toBase64Url, utf8 } from './encoding';
import { Refusal } from './errors';
import { flawOf } from './readable';

export const pageSizeMax = 200;
/** Totals are exact up to here; above, the screen says "10,000+". */
export const exactTotalMax = 10_000;

/** Input of every list: cursor, size, sort. Filters are the module's own, beside it. */
export const PageInput = z.object({
  cursor: z.string().max(2_000).nullish(),
  limit: z.number().int().min(1).max(pageSizeMax).default(50),
  sort: z.string().max(60).nullish(),
  direction: z.enum(['asc', 'desc']).default('desc'),
});
export type PageInput = z.output<typeof PageInput>;

export const pageOf = <S extends z.ZodType>(row: S) =>
  z.object({
    rows: z.array(row),
    nextCursor: z.string().nullable(),
    /** Exact when ≤ 10,000, else null ("10,000+"). */
    total: z.number().int().nullable(),
  });

export type Sortable = Readonly<Record<string, AnyPgColumn | SQL>>;
type Position = { at: string | null; id: string; hash: string };

/** Rows of one piece of an order, which one index holds. */
export type Stretch = {
  readonly where: SQL | undefined;
  readonly orderBy: SQL[];
  /** Where some have nothing that the order is by. */
  readonly has?: 'value' | 'nothing';
  /** Of those with nothing: beyond the cursor, without the condition that they have nothing. */
  readonly cursor?: SQL | undefined;
};

export type Keyset = Stretch & {
  /** The same in pieces to be read one after the other: what has a value, then what has none. */
  readonly stretches: readonly Stretch[];
  /** Pass rows fetched with limit + 1; `position` reads a row's sort value and id. */
  finish<T>(rows: T[], position: (row: T) => { at: unknown; id: string }): { rows: T[]; nextCursor: string | null };
};

/** Keyset paging: sort value, nulls last, id breaks ties; the cursor is bound to filter and sort. `id` is the uuid column. */
export async function keyset(
  page: PageInput,
  sortable: Sortable,
  fallback: string,
  id: AnyPgColumn,
  filter: unknown,
): Promise<Keyset> {
  const name = page.sort ?? fallback;
  const column = Object.hasOwn(sortable, name) ? sortable[name] : undefined;
  if (!column) throw new Refusal('invalid', 'cannot_sort_by', { field: 'sort', params: { sort: name } });
  const hash = (await canonicalHash({ filter: filter ?? null, name, direction: page.direction })).slice(0, 16);
  const ascending = page.direction === 'asc';
  const after = page.cursor ? readCursor(page.cursor, hash) : null;
  const value = sql`${column}`;
  const isNeverNull = is(column, Column) && column.notNull;
  const ordered = ascending ? asc(value) : desc(value);
  const byId = ascending ? asc(id) : desc(id);
  const whole: Stretch = {
    where: after ? beyond(value, sql`${id}`, after, ascending, isNeverNull) : undefined,
    // An index read backwards gives nulls first, so what has none must not ask for them last.
    orderBy: [isNeverNull ? ordered : sql`${ordered} nulls last`, byId],
  };
  return {
    ...whole,
    stretches: isNeverNull ? [whole] : stretchesOf(value, sql`${id}`, after, ascending, [ordered, byId]),
    finish(rows, position) {
      if (rows.length <= page.limit) return { rows, nextCursor: null };
      const kept = rows.slice(0, page.limit);
      const last = kept[kept.length - 1];
      if (last === undefined) return { rows: kept, nextCursor: null };
      const { at, id: lastId } = position(last);
      const text = at === null || at === undefined ? null : at instanceof Date ? at.toISOString() : String(at);
      return {
        rows: kept,
        nextCursor: toBase64Url(utf8(JSON.stringify({ at: text, id: lastId, hash } satisfies Position))),
      };
    },
  };
}

/** One index gives both directions: what has a value forwards or backwards, and then the nulls, which it keeps together. */
function stretchesOf(value: SQL, id: SQL, after: Position | null, ascending: boolean, orderBy: SQL[]): Stretch[] {
  const past = ascending ? gt : lt;
  const isBeyondValues = after !== null && after.at === null;
  const valued: Stretch = {
    where: and(
      sql`${value} is not null`,
      after ? past(sql`(${value}, ${id})`, sql`(${after.at}, ${after.id}::uuid)`) : undefined,
    ),
    orderBy,
    has: 'value',
  };
  const beyondId = isBeyondValues ? past(id, sql`${after.id}::uuid`) : undefined;
  const nulls: Stretch = {
    where: and(sql`${value} is null`, beyondId),
    cursor: beyondId,
    orderBy: orderBy.slice(1),
    has: 'nothing',
  };
  return isBeyondValues ? [nulls] : [valued, nulls];
}

function beyond(value: SQL, id: SQL, after: Position, ascending: boolean, isNeverNull: boolean): SQL | undefined {
  const past = ascending ? gt : lt;
  // As one comparison of rows, an index is entered at the cursor.
  if (isNeverNull && after.at !== null) return past(sql`(${value}, ${id})`, sql`(${after.at}, ${after.id}::uuid)`);
  const sameThenId =
    after.at === null
      ? and(sql`${value} is null`, past(id, sql`${after.id}::uuid`))
      : and(sql`${value} = ${after.at}`, past(id, sql`${after.id}::uuid`));
  if (after.at === null) return sameThenId;
  return or(past(value, sql`${after.at}`), sameThenId, sql`${value} is null`);
}

const PositionShape = z.object({ at: z.string().nullable(), id: z.guid(), hash: z.string() });

function readCursor(cursor: string, hash: string): Position {
  const unreadable = new Refusal('invalid', 'cursor_unreadable', { field: 'cursor' });
  let written: unknown;
  try {
    written = JSON.parse(fromUtf8(fromBase64Url(cursor)));
  } catch {
    throw unreadable;
  }
  const position = PositionShape.safeParse(written);
  if (!position.success || flawOf(position.data)) throw unreadable;
  if (position.data.hash !== hash) throw new Refusal('invalid', 'cursor_of_another_list', { field: 'cursor' });
  return position.data;
}
