import { notFound } from 'next/navigation';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { isId } from '@/server/kernel/ids';
import { DepositPage } from './deposit-page';

export default async function Page({ params }: { params: Promise<{ tenant: string; id: string }> }) {
  const { tenant, id } = await params;
  if (!isId('deposit', id)) notFound();
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  await Promise.all([
    queryClient.prefetchQuery(trpc.payments.deposits.detail.queryOptions({ id })),
    queryClient.prefetchQuery(trpc.audit.entry.timeline.queryOptions({ objectId: id, technical: false })),
    queryClient.prefetchQuery(trpc.work.approval.list.queryOptions({ objectId: id })),
  ]);
  return (
    <Hydrate>
      <DepositPage id={id} base={`/t/${tenant}/desk`} />
    </Hydrate>
  );
}
