import { pageInput, type TableQuery, type TableSpec } from '@/app/_ui/table/table-query';
import { workTeams } from '@/server/kernel/work';
import { itemStates } from '@/server/modules/work/contract';

export const workViews = ['mine', 'team', 'all'] as const;

export const workSpec = {
  filters: ['view', 'kinds', 'states', 'team', 'overdue'],
  defaultSort: { by: 'dueAt', dir: 'asc' },
} satisfies TableSpec;

/** Without a filter the team's open items, what is due first comes first. */
export function workInput(query: TableQuery) {
  const asked = (id: string) => query.filters[id] ?? [];
  const states = itemStates.filter((state) => asked('states').includes(state));
  const inTeam = workTeams.find((team) => asked('team')[0] === team);
  return {
    ...pageInput(query),
    view: workViews.find((view) => asked('view')[0] === view) ?? ('team' as const),
    ...(asked('kinds').length > 0 ? { kinds: asked('kinds') } : {}),
    ...(states.length > 0 ? { states } : {}),
    ...(inTeam ? { inTeam } : {}),
    ...(asked('overdue').length > 0 ? { isOverdue: true } : {}),
  };
}
