import { and, gt, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import { reportPassage } from '@/db/schema/_views';

import { exactTotalMax, keyset, type PageInput } from '@/server/kernel/page';
import type { Read } from '@/server/kernel/uow';
import { type LeakKey, leakOf } from '../leak-contract';
import type { Reach } from '../reach';

const weekMs = 7 * 86_400_000;
const hourMs = 3_600_000;

const within = (reaches: readonly Reach<LeakKey>[]): SQL =>
  or(...reaches.map(({ keys, scope }) => and(inArray(reportPassage.leak, [...keys]), scope))) ?? sql`false`;

/** Entered so long ago at an instant that it counted as stuck then. */
function overPatience(leaks: readonly LeakKey[], at: Date): SQL {
  const latest = leaks.map(
    (key) => sql`when ${key} then ${new Date(at.getTime() - leakOf(key).patienceHours * hourMs)}::timestamptz`,
  );
  return sql`${reportPassage.enteredAt} < case ${reportPassage.leak} ${sql.join(latest, sql` `)} end`;
}

const joined = sql`report_passage join client on client.tenant_id = report_passage.tenant_id and client.id = report_passage.client_id`;

type Counted = {
  leak: LeakKey;
  by: number;
  source: string | null;
  asset: string | null;
  [figure: string]: unknown;
};

/** The board in one statement: per leak, and of what is stuck per currency and per source. */
export async function boardFigures(read: Read, reaches: readonly Reach<LeakKey>[]) {
  const leaks = reaches.flatMap(({ keys }) => keys);
  const [now, week, two] = [0, 1, 2].map((weeks) => new Date(read.now.getTime() - weeks * weekMs));
  if (!now || !week || !two || leaks.length === 0) return [];
  const { enteredAt, leftAt, hasPassed, objectId } = reportPassage;
  const n = (where: SQL) => sql`(count(distinct ${objectId}) filter (where ${where}))::int`;
  const between = (column: typeof enteredAt | typeof leftAt, from: Date, to: Date) =>
    sql`${column} > ${from}::timestamptz and ${column} <= ${to}::timestamptz`;
  const isStuck = sql`${leftAt} is null and ${overPatience(leaks, now)}`;
  const wasStuck = sql`(${leftAt} is null or ${leftAt} > ${week}::timestamptz) and ${overPatience(leaks, week)}`;
  const age = sql`extract(epoch from (${now}::timestamptz - ${enteredAt})) * 1000`;
  const { rows } = await read.db.execute<Counted>(sql`
    select ${reportPassage.leak} as leak, grouping(client.source, ${reportPassage.asset}) as by, client.source as source,
      ${reportPassage.asset} as asset,
      ${n(between(enteredAt, week, now))} as came, ${n(between(enteredAt, two, week))} as came_before,
      ${n(sql`${between(leftAt, week, now)} and ${hasPassed}`)} as passed, ${n(sql`${between(leftAt, two, week)} and ${hasPassed}`)} as passed_before,
      ${n(sql`${between(leftAt, week, now)} and not ${hasPassed}`)} as lost, ${n(sql`${between(leftAt, two, week)} and not ${hasPassed}`)} as lost_before,
      ${n(sql`${leftAt} is null`)} as waiting, ${n(isStuck)} as stuck, ${n(wasStuck)} as stuck_before,
      (percentile_cont(0.5) within group (order by ${age}) filter (where ${isStuck}))::float8 as median,
      (max(${age}) filter (where ${isStuck}))::float8 as oldest,
      (sum(${reportPassage.minor}) filter (where ${isStuck}))::text as minor
    from ${joined}
    where ${and(within(reaches), or(isNull(leftAt), gt(leftAt, two)))}
    group by grouping sets ((${reportPassage.leak}), (${reportPassage.leak}, client.source), (${reportPassage.leak}, ${reportPassage.asset}))`);
  return rows;
}

export type PassageFilter = { readonly state: 'stuck' | 'waiting'; readonly source?: string | null | undefined };
type Raw = {
  leak: LeakKey;
  object_id: string;
  page_id: string;
  client_id: string;
  number: string;
  name: string;
  owner_id: string | null;
  source: string | null;
  entered: number;
  stuck: boolean;
  minor: string | null;
  asset: string | null;
};

/** The rows behind a figure of the board: what is inside now, oldest first unless asked otherwise. */
export async function pageOfPassages(read: Read, reaches: readonly Reach<LeakKey>[], input: PageInput & PassageFilter) {
  const leaks = reaches.flatMap(({ keys }) => keys);
  if (leaks.length === 0) return { rows: [], nextCursor: null, total: 0, totals: [] };
  const { enteredAt, leftAt, minor, asset } = reportPassage;
  const isStuck = overPatience(leaks, read.now);
  const where = and(
    within(reaches),
    isNull(leftAt),
    input.state === 'stuck' ? isStuck : undefined,
    input.source ? sql`client.source = ${input.source}` : undefined,
  );
  const filter = { leaks, state: input.state, source: input.source ?? null };
  const page = await keyset(input, { enteredAt, money: minor }, 'enteredAt', reportPassage.objectId, filter);
  const [list, sums] = await Promise.all([
    read.db.execute<Raw>(sql`
      select ${reportPassage.leak} as leak, ${reportPassage.objectId} as object_id, ${reportPassage.pageId} as page_id, client.id as client_id,
        client.number as number, client.display_name as name, client.owner_id as owner_id, client.source as source,
        (extract(epoch from ${enteredAt}) * 1000)::float8 as entered, ${isStuck} as stuck, ${minor}::text as minor, ${asset} as asset
      from ${joined} where ${and(where, page.where)} order by ${sql.join(page.orderBy, sql`, `)} limit ${input.limit + 1}`),
    read.db.execute<{ asset: string | null; minor: string | null; n: number }>(sql`
      select ${asset} as asset, sum(${minor})::text as minor, count(*)::int as n from ${joined} where ${where} group by 1 order by 1`),
  ]);
  const cut = page.finish(list.rows, (row) => ({
    at: input.sort === 'money' ? row.minor : new Date(row.entered),
    id: row.object_id,
  }));
  const total = sums.rows.reduce((sum, row) => sum + row.n, 0);
  return { ...cut, total: total > exactTotalMax ? null : total, totals: sums.rows };
}
