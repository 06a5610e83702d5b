import { pageInput, type TableQuery, type TableSpec } from '@/app/_ui/table/table-query';

export const approvalStates = ['waiting', 'approved', 'rejected', 'expired', 'voided', 'cancelled'] as const;

export const approvalSpec = {
  filters: ['states'],
  defaultSort: { by: 'createdAt', dir: 'asc' },
} satisfies TableSpec;

/** Without a filter what waits is shown, the oldest first. */
export function approvalInput(query: TableQuery) {
  const wanted = approvalStates.filter((state) => query.filters.states?.includes(state));
  return { ...pageInput(query), states: wanted.length > 0 ? wanted : ['waiting' as const] };
}

/** Why a vote is not the reader's to give, as a key of his texts. */
export const whyNot = (row: { isMine: boolean; hasVoted: boolean }): 'own' | 'alreadyVoted' | 'notYours' =>
  row.isMine ? 'own' : row.hasVoted ? 'alreadyVoted' : 'notYours';
