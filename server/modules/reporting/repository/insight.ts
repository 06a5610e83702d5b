import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import { reportEvent } from '@/db/schema/_views';
import { exactTotalMax, keyset, type PageInput } from '@/server/kernel/page';
import type { Read } from '@/server/kernel/uow';
import type { Attribution, EventKey } from '../insight-contract';
import type { Reach } from '../reach';

export type Span = { readonly from: Date; readonly to: Date };

const within = (reaches: readonly Reach<EventKey>[]): SQL =>
  or(...reaches.map(({ keys, scope }) => and(inArray(reportEvent.event, [...keys]), scope))) ?? sql`false`;
export const during = (column: SQL, { from, to }: Span): SQL =>
  sql`${column} >= ${from}::timestamptz and ${column} < ${to}::timestamptz`;
export const registered = sql`client.registered_at`;
const at = sql`${reportEvent.at}`;

const joined = sql`report_event join client on client.tenant_id = report_event.tenant_id and client.id = report_event.client_id`;
/** The day of money is that of the client's entity. */
const dated = sql`${joined} join legal_entity on legal_entity.tenant_id = client.tenant_id and legal_entity.id = client.entity_id`;
const day = sql`(${reportEvent.at} at time zone legal_entity.time_zone)::date`;

const touched = (order: SQL, until: SQL) => sql`(select t.utm_source from touch t where t.tenant_id = client.tenant_id
  and t.client_id = client.id and t.utm_source is not null ${until} order by t.at ${order}, t.id ${order} limit 1)`;
const sourceBy: Record<Attribution, SQL> = {
  first: touched(sql`asc`, sql``),
  last: touched(sql`desc`, sql`and t.at <= coalesce(client.funded_at, 'infinity')`),
  declared: sql`client.introducer_code`,
};
/** Without a contact that names a source, what the registration itself came with. */
export const sourceOf = (attribution: Attribution) => sql`coalesce(${sourceBy[attribution]}, client.source, 'direct')`;

export async function countEvents(read: Read, reaches: readonly Reach<EventKey>[], now: Span, before: Span) {
  const { rows } = await read.db.execute<{
    event: EventKey;
    asset: string | null;
    now: number;
    before: number;
    minor: string | null;
    minor_before: string | null;
  }>(sql`
    select ${reportEvent.event} as event, ${reportEvent.asset} as asset,
      (count(*) filter (where ${during(at, now)}))::int as now, (count(*) filter (where ${during(at, before)}))::int as before,
      (sum(${reportEvent.minor}) filter (where ${during(at, now)}))::text as minor,
      (sum(${reportEvent.minor}) filter (where ${during(at, before)}))::text as minor_before
    from ${joined} where ${and(within(reaches), during(at, { from: before.from, to: now.to }))} group by 1, 2`);
  return rows;
}

export async function timesOf(read: Read, reaches: readonly Reach<EventKey>[], span: Span) {
  const { rows } = await read.db.execute<{ event: EventKey; n: number; median: number | null; p90: number | null }>(sql`
    select ${reportEvent.event} as event, count(*)::int as n,
      percentile_cont(0.5) within group (order by report_event.took_ms)::float8 as median,
      percentile_cont(0.9) within group (order by report_event.took_ms)::float8 as p90
    from ${joined} where ${and(within(reaches), during(at, span), sql`report_event.took_ms is not null`)} group by 1`);
  return rows;
}

/** Clients with a trade on a live account, now and in the period before. */
export async function activeClients(read: Read, scope: SQL | undefined, now: Span, before: Span) {
  const traded = sql`report_result.at`;
  const n = (span: Span) => sql`(count(distinct client.id) filter (where ${during(traded, span)}))::int`;
  const { rows } = await read.db.execute<{ now: number; before: number }>(sql`
    select ${n(now)} as now, ${n(before)} as before from report_result
    join client on client.tenant_id = report_result.tenant_id and client.id = report_result.client_id
    where ${and(during(traded, { from: before.from, to: now.to }), scope)}`);
  return rows[0] ?? { now: 0, before: 0 };
}

type BySource = { source: string; event: EventKey; asset: string | null; n: number; minor: string | null };

/** Everything that ever happened to those registered in the period, by what brought them. */
export async function funnelEvents(
  read: Read,
  reaches: readonly Reach<EventKey>[],
  span: Span,
  attribution: Attribution,
) {
  const { rows } = await read.db.execute<BySource>(sql`
    select ${sourceOf(attribution)} as source, ${reportEvent.event} as event, ${reportEvent.asset} as asset, count(*)::int as n,
      sum(${reportEvent.minor})::text as minor
    from ${joined} where ${and(within(reaches), during(registered, span))} group by 1, 2, 3`);
  return rows;
}

export async function resultsBySource(read: Read, scope: SQL | undefined, span: Span, attribution: Attribution) {
  const { rows } = await read.db.execute<{ source: string; asset: string; minor: string }>(sql`
    select ${sourceOf(attribution)} as source, report_result.asset as asset, coalesce(sum(report_result.minor), 0)::text as minor
    from report_result join client on client.tenant_id = report_result.tenant_id and client.id = report_result.client_id
    where ${and(during(registered, span), scope)} group by 1, 2`);
  return rows;
}

export async function flowsByDay(read: Read, reaches: readonly Reach<EventKey>[], span: Span) {
  const { rows } = await read.db.execute<{ day: string; event: EventKey; asset: string; minor: string }>(sql`
    select to_char(${day}, 'YYYY-MM-DD') as day, ${reportEvent.event} as event, ${reportEvent.asset} as asset, sum(${reportEvent.minor})::text as minor
    from ${dated} where ${and(within(reaches), during(at, span))} group by 1, 2, 3 order by 1`);
  return rows;
}

/** First deposits by month, and in which months after they traded. */
export async function cohortMonths(read: Read, scope: SQL | undefined, since: Date) {
  const { rows } = await read.db.execute<{ month: string; later: number | null; n: number }>(sql`
    with cohort as (
      select client.id, date_trunc('month', client.funded_at) as month from client
      where client.funded_at >= date_trunc('month', ${since}::timestamptz) and ${scope ?? sql`true`}
    ), traded as (
      select distinct c.id, c.month, (extract(year from age(date_trunc('month', r.at), c.month)) * 12
        + extract(month from age(date_trunc('month', r.at), c.month)))::int as later
      from cohort c join report_result r on r.client_id = c.id where r.at >= c.month
    )
    select to_char(month, 'YYYY-MM') as month, null::int as later, count(*)::int as n from cohort group by month
    union all select to_char(month, 'YYYY-MM'), later, count(*)::int from traded group by month, later order by 1, 2`);
  return rows;
}

/** Held, over time and closed, by who holds or held it. Null scope: everybody's. */
export async function loadByPerson(read: Read, onlyUser: string | null, now: Span, before: Span) {
  const closed = (span: Span) => sql`(count(*) filter (where ${during(sql`w.closed_at`, span)}))::int`;
  const { rows } = await read.db.execute<{
    id: string;
    open: number;
    overdue: number;
    closed: number;
    before: number;
  }>(sql`
    select w.assignee_id as id, (count(*) filter (where w.closed_at is null))::int as open,
      (count(*) filter (where w.closed_at is null and w.due_at < ${now.to}::timestamptz))::int as overdue,
      ${closed(now)} as closed, ${closed(before)} as before
    from work_item w where w.assignee_id is not null and (w.closed_at is null or w.closed_at >= ${before.from}::timestamptz)
      ${onlyUser === null ? sql`` : sql`and w.assignee_id = ${onlyUser}::uuid`} group by 1 order by 2 desc`);
  return rows;
}

type EventFilter = {
  isCohort: boolean;
  attribution: Attribution;
  source?: string | null | undefined;
  day?: string | null | undefined;
  asset?: string | null | undefined;
};
type Raw = {
  object_id: string;
  client_id: string;
  number: string;
  name: string;
  at: number;
  minor: string | null;
  asset: string | null;
  took: number | null;
  source: string;
};

/** The rows behind a figure, the newest first. */
export async function pageOfEvents(
  read: Read,
  reaches: readonly Reach<EventKey>[],
  span: Span,
  input: PageInput & EventFilter,
) {
  const source = sourceOf(input.attribution);
  const where = and(
    within(reaches),
    during(input.isCohort ? registered : at, span),
    input.source ? sql`${source} = ${input.source}` : undefined,
    input.day ? sql`${day} = ${input.day}::date` : undefined,
    input.asset ? eq(reportEvent.asset, input.asset) : undefined,
  );
  const { cursor: _cursor, limit: _limit, sort: _sort, direction: _direction, ...filter } = input;
  const page = await keyset(input, { at: reportEvent.at, money: reportEvent.minor }, 'at', reportEvent.objectId, {
    ...filter,
    span: null,
  });
  const [list, sums] = await Promise.all([
    read.db.execute<Raw>(sql`
      select ${reportEvent.objectId} as object_id, client.id as client_id, client.number as number, client.display_name as name,
        (extract(epoch from ${reportEvent.at}) * 1000)::float8 as at, ${reportEvent.minor}::text as minor, ${reportEvent.asset} as asset,
        report_event.took_ms as took, ${source} as source
      from ${dated} where ${and(where, page.where)} order by ${sql.join(page.orderBy, sql`, `)} limit ${input.limit + 1}`),
    read.db.execute<{ asset: string | null; minor: string | null; n: number }>(sql`
      select ${reportEvent.asset} as asset, sum(${reportEvent.minor})::text as minor, count(*)::int as n from ${dated} where ${where} group by 1 order by 1`),
  ]);
  const cut = page.finish(list.rows, (row) => ({
    at: input.sort === 'money' ? row.minor : new Date(row.at),
    id: row.object_id,
  }));
  const total = sums.rows.reduce((sum, row) => sum + row.n, 0);
  return { ...cut, total: total > exactTotalMax ? null : total, totals: sums.rows };
}
