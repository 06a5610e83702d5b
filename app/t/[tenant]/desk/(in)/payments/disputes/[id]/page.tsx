import { notFound } from 'next/navigation';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { isId } from '@/server/kernel/ids';
import { DisputePage } from './dispute-page';

export default async function Page({ params }: { params: Promise<{ tenant: string; id: string }> }) {
  const { tenant, id } = await params;
  if (!isId('dispute', id)) notFound();
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  await Promise.all([
    queryClient.prefetchQuery(trpc.payments.disputes.read.queryOptions({ id })),
    queryClient.prefetchQuery(trpc.audit.entry.timeline.queryOptions({ objectId: id })),
    queryClient.prefetchQuery(trpc.work.approval.list.queryOptions({ objectId: id })),
  ]);
  return (
    <Hydrate>
      <DisputePage id={id} base={`/t/${tenant}/desk`} />
    </Hydrate>
  );
}
