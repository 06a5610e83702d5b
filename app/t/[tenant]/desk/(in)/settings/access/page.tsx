import type { Metadata } from 'next';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { Access } from './access';

export const metadata: Metadata = { title: 'Access' };

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  await Promise.all([
    queryClient.prefetchQuery(trpc.access.session.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.access.address.read.queryOptions({})),
  ]);
  return (
    <Hydrate>
      <Access />
    </Hydrate>
  );
}
