import { prefetchFor } from '@/app/_trpc/server';
import { accountsInput } from './accounts/accounts-input';
import { openWithdrawalStates } from './withdrawal-steps';

/** What home and wallet show first, in one read on the server. Failures are the screen's to tell. */
export async function prefetchMoney(tenant: string): Promise<void> {
  const { trpc, queryClient } = await prefetchFor(tenant, 'portal');
  const standing = await queryClient.fetchQuery(trpc.clients.me.queryOptions({})).catch(() => null);
  if (!standing) return;
  await Promise.all([
    queryClient.prefetchQuery(trpc.onboarding.mine.queryOptions({})),
    queryClient.prefetchQuery(trpc.trading.accounts.list.queryOptions(accountsInput)),
    queryClient.prefetchQuery(trpc.ledger.ofClient.queryOptions({ clientId: standing.id })),
    queryClient.prefetchQuery(trpc.payments.withdrawals.list.queryOptions({ states: openWithdrawalStates, limit: 10 })),
    queryClient.prefetchQuery(trpc.payments.instruments.list.queryOptions({})),
  ]);
}
