import type { TableSpec } from '@/app/_ui/table/table-query';
import type { Id } from '@/server/kernel/ids';

export const dealSpec = { filters: [], defaultSort: { by: 'at', dir: 'desc' }, prefix: 'deal-' } satisfies TableSpec;

export const dealInput = (accountId: Id<'tradingAccount'>, cursor: string | null) =>
  ({ accountId, cursor, limit: 15, sort: 'at', direction: 'desc' }) as const;
