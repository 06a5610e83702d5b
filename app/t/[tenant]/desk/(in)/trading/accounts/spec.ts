import type { TableQuery, TableSpec } from '@/app/_ui/table/table-query';
import { pageInput } from '@/app/_ui/table/table-query';

export const accountStates = ['provisioning', 'active', 'close_only', 'disabled', 'archived', 'failed'] as const;

export const accountSpec = {
  filters: ['drift', 'states', 'environment', 'login'],
  defaultSort: { by: 'createdAt', dir: 'desc' },
} satisfies TableSpec;

/** The list's input from what the address holds; server and browser ask alike. */
export function accountInput(query: TableQuery) {
  const { states, drift, environment, login } = query.filters;
  const [wanted] = environment ?? [];
  const [first] = login ?? [];
  return {
    ...pageInput(query),
    states: states ?? null,
    isDrifting: drift?.[0] === 'drifting' ? true : drift?.[0] === 'in_line' ? false : null,
    environment: wanted === 'live' || wanted === 'demo' ? wanted : null,
    login: first && /^\d{1,20}$/.test(first) ? first : null,
  } as const;
}
