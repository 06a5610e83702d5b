import type { Tone } from '@/app/_ui/badge';
import { pageInput, type TableQuery, type TableSpec } from '@/app/_ui/table/table-query';
import type { DisputeView } from '@/server/modules/payments/dispute-contract';
import { referenceOf } from '../reference';

export const disputeStates = ['inquiry', 'open', 'won', 'lost', 'closed'] as const;

export const disputeSpec = {
  filters: ['answer', 'states', 'reference'],
  defaultSort: { by: 'respondBy', dir: 'asc' },
} satisfies TableSpec;

/** The list's input from what the address holds; server and browser ask alike. */
export function disputeInput(query: TableQuery) {
  const { states, answer } = query.filters;
  const wanted = disputeStates.filter((state) => states?.includes(state));
  return {
    ...pageInput(query),
    states: wanted.length > 0 ? wanted : null,
    reference: referenceOf(query),
    isUnanswered: answer?.[0] === 'needed' ? true : null,
  };
}

type Standing = 'answer_needed' | 'telling' | 'with_bank' | 'won' | 'lost' | 'closed';

/** Where a claim stands in one word: while it is open, whose turn it is. */
export function standingOf({ state, answer, answerTakenAt }: DisputeView): Standing {
  if (state === 'won' || state === 'lost' || state === 'closed') return state;
  return answer === null ? 'answer_needed' : answerTakenAt === null ? 'telling' : 'with_bank';
}

export const toneOfStanding: Readonly<Record<Standing, Tone>> = {
  answer_needed: 'warning',
  telling: 'pending',
  with_bank: 'pending',
  won: 'success',
  lost: 'destructive',
  closed: 'neutral',
};
