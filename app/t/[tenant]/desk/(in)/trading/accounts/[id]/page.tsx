import { notFound } from 'next/navigation';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { isId } from '@/server/kernel/ids';
import { AccountPage } from './account-page';
import { dealInput } from './deals-spec';

export default async function Page({ params }: { params: Promise<{ tenant: string; id: string }> }) {
  const { tenant, id } = await params;
  if (!isId('tradingAccount', id)) notFound();
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  await Promise.all([
    queryClient.prefetchQuery(trpc.trading.accounts.read.queryOptions({ id })),
    queryClient.prefetchQuery(trpc.trading.positions.list.queryOptions({ accountId: id })),
    queryClient.prefetchQuery(trpc.trading.deals.list.queryOptions(dealInput(id, null))),
    queryClient.prefetchQuery(trpc.audit.entry.timeline.queryOptions({ objectId: id, technical: false })),
    queryClient.prefetchQuery(trpc.work.approval.list.queryOptions({ objectId: id })),
  ]);
  return (
    <Hydrate>
      <AccountPage id={id} base={`/t/${tenant}/desk`} />
    </Hydrate>
  );
}
