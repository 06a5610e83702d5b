import type { Id } from '@/server/kernel/ids';

/** Where a password of an account stands; it opens nowhere else. */
export const passwordPlace = (column: 'master_password' | 'investor_password', id: Id<'tradingAccount'>) => ({
  table: 'trading_account',
  column,
  row: id,
});
