import { pageInput, type TableQuery, type TableSpec } from '@/app/_ui/table/table-query';
import { isId } from '@/server/kernel/ids';
import type { ClientRow } from '@/server/modules/clients/contract';

export const clientSpec = {
  filters: ['search', 'stage', 'verification', 'tier', 'tag', 'owner', 'segment'],
  defaultSort: { by: 'registeredAt', dir: 'desc' },
} satisfies TableSpec;

/** Of the choice of owners: those nobody looks after. */
export const nobody = 'nobody';

export function clientFilter(query: TableQuery) {
  const first = (id: string) => query.filters[id]?.[0] ?? null;
  const owner = first('owner');
  const segment = first('segment');
  return {
    search: first('search'),
    stage: first('stage') as ClientRow['stage'] | null,
    verification: first('verification'),
    tier: first('tier') as ClientRow['tier'] | null,
    tag: first('tag')?.trim().toLowerCase().slice(0, 30) ?? null,
    ownerId: owner && isId('user', owner) ? owner : null,
    segmentId: segment && isId('segment', segment) ? segment : null,
    isUnowned: owner === nobody ? true : null,
  };
}

export const clientInput = (query: TableQuery) => ({ ...pageInput(query), ...clientFilter(query) });
