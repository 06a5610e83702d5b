import { pageInput, type TableQuery, type TableSpec } from '@/app/_ui/table/table-query';
import { requestKinds, requestStateNames } from '@/server/modules/support/request-contract';

export const requestSpec = {
  filters: ['states', 'kinds'],
  defaultSort: { by: 'dueAt', dir: 'asc' },
} satisfies TableSpec;

/** Without a filter: what is open, the one due first on top. */
export function requestInput(query: TableQuery) {
  const { states, kinds } = query.filters;
  const wanted = requestStateNames.filter((state) => states?.includes(state));
  const chosen = requestKinds.filter((kind) => kinds?.includes(kind));
  return {
    ...pageInput(query),
    states: wanted.length > 0 ? wanted : (['open'] as const).slice(),
    kinds: chosen.length > 0 ? chosen : null,
  };
}
