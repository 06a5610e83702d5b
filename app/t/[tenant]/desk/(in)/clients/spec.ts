import { pageInput, type TableQuery, type TableSpec } from '@/app/_ui/table/table-query';
import type { ClientRow } from '@/server/modules/clients/contract';

export const clientSpec = {
  filters: ['search', 'stage', 'verification', 'tier'],
  defaultSort: { by: 'registeredAt', dir: 'desc' },
} satisfies TableSpec;

export function clientInput(query: TableQuery) {
  const first = (id: string) => query.filters[id]?.[0] ?? null;
  return {
    ...pageInput(query),
    search: first('search'),
    stage: first('stage') as ClientRow['stage'] | null,
    verification: first('verification'),
    tier: first('tier') as ClientRow['tier'] | null,
  };
}
