import type { TableSpec } from '@/app/_ui/table/table-query';

/** What the address of the exposure page holds: valuation currency, sort and the open symbol. */
export const exposureSpec = { filters: ['currency'], defaultSort: { by: 'use', dir: 'desc' } } satisfies TableSpec;
