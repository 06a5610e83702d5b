import { pageInput, type TableQuery, type TableSpec } from '@/app/_ui/table/table-query';

export const applicationStates = [
  'draft',
  'submitted',
  'checking',
  'in_review',
  'needs_more',
  'approved',
  'rejected',
  'superseded',
] as const;
export const tiers = ['T0', 'T1', 'T2', 'T3', 'restricted'] as const;
export const risks = ['low', 'medium', 'high', 'prohibited'] as const;

/** What a reviewer can work on; without a filter the queue shows these. */
const open = ['in_review', 'checking', 'submitted', 'needs_more'];

export const queueSpec = {
  filters: ['states', 'overdue', 'purpose', 'tiers', 'risks'],
  defaultSort: { by: 'dueAt', dir: 'asc' },
} satisfies TableSpec;

export function queueInput(query: TableQuery) {
  const { states, overdue, purpose, tiers: wanted, risks: risky } = query.filters;
  const [kind] = purpose ?? [];
  return {
    ...pageInput(query),
    states: states ?? open,
    isOverdue: overdue?.[0] === 'overdue' ? true : null,
    purpose: kind === 'initial' || kind === 'renewal' ? kind : null,
    tiers: wanted ?? null,
    risks: risky ?? null,
  } as const;
}

/** The order in which "next" goes through what waits for a person. */
export const walkInput = { states: ['in_review'], sort: 'dueAt', direction: 'asc' as const, limit: 100 };
