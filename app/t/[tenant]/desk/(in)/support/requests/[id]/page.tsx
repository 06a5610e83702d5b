import { notFound } from 'next/navigation';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { isId } from '@/server/kernel/ids';
import { RequestPage } from './request-page';

export default async function Page({ params }: { params: Promise<{ tenant: string; id: string }> }) {
  const { tenant, id } = await params;
  if (!isId('request', id)) notFound();
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  await queryClient.prefetchQuery(trpc.support.requests.read.queryOptions({ id }));
  return (
    <Hydrate>
      <RequestPage id={id} tenant={tenant} />
    </Hydrate>
  );
}
