import { pageInput, type TableQuery, type TableSpec } from '@/app/_ui/table/table-query';
import { suppressionReasons } from '@/server/modules/notifications/suppression-contract';

export const suppressedSpec = {
  filters: ['reasons', 'lifted'],
  defaultSort: { by: 'at', dir: 'desc' },
} satisfies TableSpec;

/** The list's input from what the address holds; server and browser ask alike. */
export function suppressedInput(query: TableQuery) {
  const wanted = suppressionReasons.filter((reason) => query.filters.reasons?.includes(reason));
  return {
    ...pageInput(query),
    reasons: wanted.length > 0 ? wanted : null,
    withLifted: query.filters.lifted?.[0] === 'too',
  };
}
