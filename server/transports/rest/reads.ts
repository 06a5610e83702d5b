import { createRoute, type z } from '@hono/zod-openapi';
import type { Query } from '@/server/kernel/verb';
import type { restApp } from './app';
import { ListQuery, listOf } from './pagination';
import { Problem } from './problem';

type Page = { rows: readonly unknown[]; nextCursor?: string | null; total?: number | null };

export type PublicList<I extends z.ZodType, O extends z.ZodType<Page>, Q extends z.ZodObject, R extends z.ZodType> = {
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly verb: Query<I, O>;
  /** The query string beyond cursor and limit. */
  readonly query: Q;
  readonly input: (query: z.output<Q> & z.output<typeof ListQuery>) => z.input<I>;
  readonly row: R;
  /** From the verb's row to the public one: money as text with its currency, names that do not change with our screens. */
  readonly toRow: (row: z.output<O>['rows'][number]) => z.input<R>;
};

const problems = Object.fromEntries(
  [401, 403, 422, 429].map((status) => [
    status,
    { description: 'Problem', content: { 'application/problem+json': { schema: Problem } } },
  ]),
);

/** One public list over one verb: the document, the parsing and the paging are the same for all. */
export function mountList<I extends z.ZodType, O extends z.ZodType<Page>, Q extends z.ZodObject, R extends z.ZodType>(
  app: ReturnType<typeof restApp>,
  list: PublicList<I, O, Q, R>,
): void {
  const Body = listOf(list.row);
  const route = createRoute({
    method: 'get',
    path: list.path,
    operationId: list.verb.spec.name,
    tags: [list.tag],
    summary: list.summary,
    description: `Scope: \`${list.verb.spec.name}\` or a prefix that covers it.`,
    security: [{ apiKey: [] }],
    request: { query: ListQuery.extend(list.query.shape) },
    responses: { 200: { description: 'A page', content: { 'application/json': { schema: Body } } }, ...problems },
  });
  app.openapi(route, async (c) => {
    const query = c.req.valid('query') as unknown as z.output<Q> & z.output<typeof ListQuery>; // as the route declares
    const page: Page = await list.verb(c.get('ctx'), list.input(query));
    const rows = page.rows as z.output<O>['rows'];
    const body = { data: rows.map(list.toRow), next_cursor: page.nextCursor ?? null, total: page.total ?? null };
    return c.json(Body.parse(body), 200);
  });
}
