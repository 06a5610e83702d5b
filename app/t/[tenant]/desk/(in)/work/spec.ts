import { pageInput, type TableQuery, type TableSpec } from '@/app/_ui/table/table-query';
import { isId } from '@/server/kernel/ids';
import { workTeams } from '@/server/kernel/work';
import { itemStates } from '@/server/modules/work/contract';

export const workViews = ['mine', 'team', 'all'] as const;

export const workSpec = {
  filters: ['view', 'kinds', 'states', 'team', 'holder', 'overdue'],
  defaultSort: { by: 'dueAt', dir: 'asc' },
} satisfies TableSpec;

/** Without a filter the team's open items, or the house's for who works in no team; what is due first comes first. */
export function workInput(query: TableQuery, hasTeam: boolean) {
  const asked = (id: string) => query.filters[id] ?? [];
  const states = itemStates.filter((state) => asked('states').includes(state));
  const holder = asked('holder')[0];
  const inTeam = workTeams.find((team) => asked('team')[0] === team);
  return {
    ...pageInput(query),
    view: workViews.find((view) => asked('view')[0] === view) ?? (hasTeam ? ('team' as const) : ('all' as const)),
    ...(asked('kinds').length > 0 ? { kinds: asked('kinds') } : {}),
    ...(states.length > 0 ? { states } : {}),
    ...(inTeam ? { inTeam } : {}),
    ...(holder && isId('user', holder) ? { holderId: holder } : {}),
    ...(asked('overdue').length > 0 ? { isOverdue: true } : {}),
  };
}
