import { pageInput, type TableQuery, type TableSpec } from '@/app/_ui/table/table-query';
import { attributions, ListTraders, periods } from '@/server/modules/reporting/insight-contract';

export const traderSpec = {
  filters: ['days', 'by', 'source', 'month', 'later'],
  defaultSort: { by: 'at', dir: 'desc' },
} satisfies TableSpec;

/** What the figure was asked for. With an attribution it is one of the funnel, and counts whoever registered in the period. */
export function traderInput(query: TableQuery) {
  const asked = (id: string) => query.filters[id]?.[0] ?? null;
  const by = attributions.find((one) => one === asked('by'));
  const month = ListTraders.shape.month.safeParse(asked('month'));
  const later = ListTraders.shape.later.safeParse(asked('later') === null ? null : Number(asked('later')));
  return {
    ...pageInput(query),
    days: periods.find((one) => String(one) === asked('days')) ?? (30 as const),
    isCohort: by !== undefined,
    attribution: by ?? ('first' as const),
    source: asked('source'),
    month: month.success ? (month.data ?? null) : null,
    later: later.success ? (later.data ?? null) : null,
  };
}
