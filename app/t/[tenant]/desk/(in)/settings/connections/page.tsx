import type { Metadata } from 'next';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { Connections } from './connections';

export const metadata: Metadata = { title: 'Connections' };

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  await Promise.all([
    queryClient.prefetchQuery(trpc.tenancy.connection.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.tenancy.entity.list.queryOptions({})),
  ]);
  return (
    <Hydrate>
      <Connections />
    </Hydrate>
  );
}
