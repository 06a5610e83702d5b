import { notFound } from 'next/navigation';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { isId } from '@/server/kernel/ids';
import { WithdrawalPage } from './withdrawal-page';

export default async function Page({ params }: { params: Promise<{ tenant: string; id: string }> }) {
  const { tenant, id } = await params;
  if (!isId('withdrawal', id)) notFound();
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  await Promise.all([
    queryClient.prefetchQuery(trpc.payments.withdrawals.read.queryOptions({ id })),
    queryClient.prefetchQuery(trpc.payments.withdrawals.timeline.queryOptions({ id })),
  ]);
  return (
    <Hydrate>
      <WithdrawalPage id={id} base={`/t/${tenant}/desk`} />
    </Hydrate>
  );
}
