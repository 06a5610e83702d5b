import { notFound } from 'next/navigation';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { isId } from '@/server/kernel/ids';
import { ClientPage } from './client-page';

export default async function Page({ params }: { params: Promise<{ tenant: string; id: string }> }) {
  const { tenant, id } = await params;
  if (!isId('client', id)) notFound();
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  await Promise.all([
    queryClient.prefetchQuery(trpc.clients.read.queryOptions({ id })),
    queryClient.prefetchQuery(trpc.support.contacts.list.queryOptions({ clientId: id })),
    queryClient.prefetchQuery(trpc.clients.timeline.queryOptions({ clientId: id, limit: 12, technical: false })),
  ]);
  return (
    <Hydrate>
      <ClientPage id={id} base={`/t/${tenant}/desk`} />
    </Hydrate>
  );
}
