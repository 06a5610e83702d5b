import { pageInput, type TableQuery, type TableSpec } from '@/app/_ui/table/table-query';
import { attributions, eventKeys, ListEvents, periods } from '@/server/modules/reporting/insight-contract';

export const eventSpec = {
  filters: ['event', 'days', 'by', 'source', 'day', 'asset'],
  defaultSort: { by: 'at', dir: 'desc' },
} satisfies TableSpec;

/** What the figure was asked for. With an attribution it is one of the funnel, and counts whoever registered in the period. */
export function eventInput(query: TableQuery) {
  const asked = (id: string) => query.filters[id]?.[0] ?? null;
  const by = attributions.find((one) => one === asked('by'));
  const day = ListEvents.shape.day.safeParse(asked('day'));
  return {
    ...pageInput(query),
    event: eventKeys.find((one) => one === asked('event')) ?? ('registered' as const),
    days: periods.find((one) => String(one) === asked('days')) ?? (30 as const),
    isCohort: by !== undefined,
    attribution: by ?? ('first' as const),
    source: asked('source'),
    day: day.success ? (day.data ?? null) : null,
    asset: asked('asset'),
  };
}
