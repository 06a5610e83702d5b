import { pageInput, type TableQuery, type TableSpec } from '@/app/_ui/table/table-query';
import { referenceOf } from '../reference';

export const depositStates = [
  'created',
  'awaiting_client',
  'processing',
  'in_review',
  'credited',
  'failed',
  'expired',
  'cancelled',
  'disputed',
  'charged_back',
  'sent_back',
] as const;

/** Asking the PSP can still change these. */
export const unknownStates: ReadonlySet<string> = new Set(['created', 'awaiting_client', 'processing']);

export const depositSpec = {
  filters: ['states', 'reference'],
  defaultSort: { by: 'createdAt', dir: 'desc' },
} satisfies TableSpec;

/** The list's input from what the address holds; server and browser ask alike. */
export const depositInput = (query: TableQuery) => ({
  ...pageInput(query),
  states: query.filters.states ?? null,
  reference: referenceOf(query),
});
