import { pageInput, type TableQuery, type TableSpec } from '@/app/_ui/table/table-query';
import { handOffs, leakKeys } from '@/server/modules/reporting/leak-contract';

export const passageSpec = {
  filters: ['leaks', 'handOffs', 'show', 'source'],
  defaultSort: { by: 'enteredAt', dir: 'asc' },
} satisfies TableSpec;

/** The list's input from what the address holds; a word that is no leak is left out. */
export function passageInput(query: TableQuery) {
  const asked = (id: string) => query.filters[id] ?? [];
  return {
    ...pageInput(query),
    leaks: leakKeys.filter((key) => asked('leaks').includes(key)),
    handOffs: handOffs.filter((key) => asked('handOffs').includes(key)),
    state: asked('show').includes('waiting') ? ('waiting' as const) : ('stuck' as const),
    source: asked('source')[0] ?? null,
  };
}
