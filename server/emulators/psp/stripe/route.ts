import type { Table } from '../../books';
import { missing } from './errors';
import type { Params, Shape } from './params';
import { list, listShape } from './queries';
import { own, type Row, type Scope } from './world';

export type Route = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: RegExp;
  readonly operation: string;
  readonly shape: Shape;
  readonly required: readonly string[];
  run(scope: Scope, params: Params, id: string): unknown;
};

export const expandable: Shape = { expand: { list: 'string' } };

/** `POST /v1/refunds refunds.create`, what it takes and what it does. */
export function route(line: string, shape: Shape, run: Route['run'], required: readonly string[] = []): Route {
  const [method = '', path = '', operation = ''] = line.split(' ');
  return {
    method: method as Route['method'],
    path: new RegExp(`^/v1/${path.replace('{id}', '([A-Za-z0-9_]+)')}$`),
    operation,
    shape: method === 'DELETE' ? {} : { ...expandable, ...shape },
    required,
    run,
  };
}

/** A list endpoint whose named params filter by equality. */
export function listRoute<T extends { id: string; created: number }, H>(
  path: string,
  tableOf: (scope: Scope) => Table<Row<T, H>>,
  fields: readonly (string & keyof T)[] = [],
  extra: Shape = {},
  keep: (params: Params, object: T, hidden: H) => boolean = () => true,
): Route {
  const shape: Shape = {
    ...listShape,
    ...Object.fromEntries(fields.map((field) => [field, 'string'] as const)),
    ...extra,
  };
  const operation = `${path.replace('/', '.')}.list`;
  return route(`GET ${path} ${operation}`, shape, (scope, params) =>
    list(
      scope,
      tableOf(scope),
      params,
      `/v1/${path}`,
      (object, hidden) =>
        fields.every((field) => params[field] === undefined || object[field] === params[field]) &&
        keep(params, object, hidden),
    ),
  );
}

export function retrieveRoute<T, H>(path: string, kind: string, tableOf: (scope: Scope) => Table<Row<T, H>>): Route {
  return route(`GET ${path}/{id} ${path.replace('/', '.')}.retrieve`, {}, (scope, _params, id) => {
    const row = own(scope, tableOf(scope), id);
    if (!row) throw missing(kind, id);
    return row.object;
  });
}
