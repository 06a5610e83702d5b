import { pageInput, type TableQuery, type TableSpec } from '@/app/_ui/table/table-query';
import type { Id } from '@/server/kernel/ids';

export const memberSpec = {
  filters: ['left'],
  defaultSort: { by: 'joinedAt', dir: 'desc' },
} satisfies TableSpec;

export const memberInput = (id: Id<'segment'>, query: TableQuery) => ({
  ...pageInput(query),
  id,
  hasLeft: (query.filters.left?.length ?? 0) > 0,
});
