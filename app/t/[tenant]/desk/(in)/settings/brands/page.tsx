import type { Metadata } from 'next';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { Brands } from './brands';

export const metadata: Metadata = { title: 'Brands' };

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  await Promise.all([
    queryClient.prefetchQuery(trpc.tenancy.brand.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.tenancy.domain.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.tenancy.entity.list.queryOptions({})),
  ]);
  return (
    <Hydrate>
      <Brands />
    </Hydrate>
  );
}
