import { and, type SQL, sql } from 'drizzle-orm';
import { integer, pgView, timestamp, uuid } from 'drizzle-orm/pg-core';
import { exactTotalMax, keyset, type PageInput } from '@/server/kernel/page';
import type { Read } from '@/server/kernel/uow';
import type { Attribution } from '../insight-contract';
import { during, registered, type Span, sourceOf } from './insight';

/** The rows of the statement below by name. */
const trader = pgView('trader', {
  clientId: uuid('client_id').notNull(),
  at: timestamp('at', { withTimezone: true }).notNull(),
  deals: integer('deals').notNull(),
}).existing();

type Filter = {
  isCohort: boolean;
  attribution: Attribution;
  source?: string | null | undefined;
  month?: string | null | undefined;
  later?: number | null | undefined;
};
type Raw = {
  client_id: string;
  number: string;
  name: string;
  source: string;
  at: number;
  deals: number;
  results: { asset: string; minor: string }[];
};

function whose(span: Span, { isCohort, attribution, source, month, later }: Filter): SQL | undefined {
  const traded = sql`report_result.at`;
  const from = sql`date_trunc('month', client.funded_at)`;
  const after = sql`make_interval(months => ${later ?? 0}::int)`;
  return and(
    month ? sql`to_char(client.funded_at, 'YYYY-MM') = ${month}` : during(isCohort ? registered : traded, span),
    month && later !== null && later !== undefined
      ? sql`${traded} >= ${from} + ${after} and ${traded} < ${from} + ${after} + interval '1 month'`
      : undefined,
    source ? sql`${sourceOf(attribution)} = ${source}` : undefined,
  );
}

/** One row a client with his deals and what he won or lost, the last to trade first. */
export async function pageOfTraders(read: Read, scope: SQL | undefined, span: Span, input: PageInput & Filter) {
  const { cursor: _cursor, limit, sort: _sort, direction: _direction, ...filter } = input;
  const page = await keyset(input, { at: trader.at, deals: trader.deals }, 'at', trader.clientId, filter);
  const summed = sql`
    select client.id as client_id, client.number, client.display_name as name, ${sourceOf(input.attribution)} as source,
      max(report_result.at) as at, count(*)::int as deals, report_result.asset, coalesce(sum(report_result.minor), 0) as minor
    from report_result join client on client.tenant_id = report_result.tenant_id and client.id = report_result.client_id
    where ${and(whose(span, filter), scope)} group by 1, 2, 3, 4, report_result.asset`;
  const named = sql`with trader as (
    select client_id, number, name, source, max(at) as at, sum(deals)::int as deals,
      jsonb_agg(jsonb_build_object('asset', asset, 'minor', minor::text) order by asset) as results
    from (${summed}) s group by 1, 2, 3, 4)`;
  const [list, count] = await Promise.all([
    read.db.execute<Raw>(sql`${named} select client_id, number, name, source, (extract(epoch from at) * 1000)::float8 as at, deals, results
      from trader where ${page.where ?? sql`true`} order by ${sql.join(page.orderBy, sql`, `)} limit ${limit + 1}`),
    read.db.execute<{ n: number }>(sql`${named} select count(*)::int as n from trader`),
  ]);
  const cut = page.finish(list.rows, (row) => ({
    at: input.sort === 'deals' ? row.deals : new Date(row.at),
    id: row.client_id,
  }));
  const total = count.rows[0]?.n ?? 0;
  return { ...cut, total: total > exactTotalMax ? null : total };
}
