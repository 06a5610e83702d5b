import type { Table } from '../../books';
import { invalid, missing } from './errors';
import type { Params, Shape } from './params';
import { own, type Row, type Scope } from './world';

export const listShape: Shape = {
  limit: 'integer',
  starting_after: 'string',
  ending_before: 'string',
  expand: { list: 'string' },
  created: { either: ['integer', { hash: { gt: 'integer', gte: 'integer', lt: 'integer', lte: 'integer' } }] },
};

type Listed = { id: string; created: number };

function createdFilter(value: unknown): (created: number) => boolean {
  if (value === undefined) return () => true;
  if (typeof value === 'number') return (created) => created === value;
  const range = value as { gt?: number; gte?: number; lt?: number; lte?: number };
  return (created) =>
    (range.gt === undefined || created > range.gt) &&
    (range.gte === undefined || created >= range.gte) &&
    (range.lt === undefined || created < range.lt) &&
    (range.lte === undefined || created <= range.lte);
}

/** Newest first, at most 100, cursor by id: Stripe's lists. */
export function list<T extends Listed, H>(
  scope: Scope,
  table: Table<Row<T, H>>,
  params: Params,
  url: string,
  keep: (object: T, hidden: H) => boolean = () => true,
): { object: 'list'; data: T[]; has_more: boolean; url: string } {
  const limit = typeof params.limit === 'number' ? params.limit : 10;
  if (limit < 1 || limit > 100) throw invalid('Limit must be between 1 and 100', { param: 'limit' });
  const inRange = createdFilter(params.created);
  let rows = table
    .values()
    .filter((row) => row.account === scope.account.id && inRange(row.object.created) && keep(row.object, row.hidden))
    .sort((a, b) => b.seq - a.seq);
  const before = params.ending_before;
  const cursor = params.starting_after ?? before;
  if (typeof cursor === 'string') {
    const at = own(scope, table, cursor);
    if (!at) throw missing('object', cursor);
    rows = rows.filter((row) => (before === undefined ? row.seq < at.seq : row.seq > at.seq));
    if (before !== undefined) rows = rows.slice(-limit);
  }
  return { object: 'list', data: rows.slice(0, limit).map((row) => row.object), has_more: rows.length > limit, url };
}

/** The search index runs behind the objects: what changed within the lag is not there yet. */
export function search<T extends Listed & { metadata: Record<string, string>; status: string }, H>(
  scope: Scope,
  table: Table<Row<T, H>>,
  params: Params,
  url: string,
) {
  const clauses = parseQuery(String(params.query ?? ''));
  const limit = typeof params.limit === 'number' ? params.limit : 10;
  const visible = table
    .values()
    .filter((row) => row.account === scope.account.id && row.at <= scope.now() - scope.searchLagSeconds)
    .filter(({ object }) =>
      clauses.every(({ field, key, value }) =>
        field === 'metadata' ? object.metadata[key] === value : object.status === value,
      ),
    )
    .sort((a, b) => b.seq - a.seq);
  const data = visible.slice(0, limit).map((row) => row.object);
  return { object: 'search_result', data, has_more: visible.length > limit, next_page: null, url };
}

function parseQuery(query: string): Array<{ field: 'metadata' | 'status'; key: string; value: string }> {
  if (query === '') throw invalid('Missing required param: query.', { code: 'parameter_missing', param: 'query' });
  return query.split(/\s+AND\s+/).map((clause) => {
    const match = /^(?:metadata\[(['"])([^'"\]]+)\1\]|(status)):(['"])([^'"]*)\4$/.exec(clause.trim());
    if (!match) throw invalid(`We were unable to parse your search query: ${query}`, { param: 'query' });
    return { field: match[3] ? 'status' : 'metadata', key: match[2] ?? '', value: match[5] ?? '' };
  });
}

/** Replaces ids by their objects along the asked paths (`payment_intent.latest_charge`, `data.source`). */
export function expand(scope: Scope, body: unknown, paths: unknown): unknown {
  if (!Array.isArray(paths)) return body;
  let result = structuredClone(body);
  for (const path of paths.map(String)) {
    const steps = path.split('.');
    if (steps.length > 4) throw invalid('You can not expand more than 4 levels deep', { param: 'expand' });
    result = expandStep(scope, result, steps, path);
  }
  return result;
}

function expandStep(scope: Scope, node: unknown, steps: readonly string[], path: string): unknown {
  const [step, ...rest] = steps;
  if (step === undefined || typeof node !== 'object' || node === null) return node;
  if (Array.isArray(node)) return node.map((item) => expandStep(scope, item, steps, path));
  if (!(step in node)) throw invalid(`This property cannot be expanded (${path}).`, { param: 'expand' });
  const value = (node as Record<string, unknown>)[step];
  const object = typeof value === 'string' ? objectById(scope, value) : value;
  if (typeof value === 'string' && object === undefined)
    throw invalid(`This property cannot be expanded (${path}).`, { param: 'expand' });
  return { ...node, [step]: expandStep(scope, object === undefined ? value : structuredClone(object), rest, path) };
}

function objectById(scope: Scope, id: string): unknown {
  const { tables } = scope;
  const byPrefix: Record<string, Table<Row<unknown, unknown>>> = {
    pi: tables.payment_intent as Table<Row<unknown, unknown>>,
    ch: tables.charge as Table<Row<unknown, unknown>>,
    re: tables.refund as Table<Row<unknown, unknown>>,
    du: tables.dispute as Table<Row<unknown, unknown>>,
    txn: tables.balance_transaction as Table<Row<unknown, unknown>>,
    po: tables.payout as Table<Row<unknown, unknown>>,
    cs: tables.session as Table<Row<unknown, unknown>>,
  };
  const table = byPrefix[id.split('_')[0] ?? ''];
  return table ? own(scope, table, id)?.object : undefined;
}
