import type { Metadata } from 'next';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { ApiKeys } from './api-keys';

export const metadata: Metadata = { title: 'API keys' };

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  await Promise.all([queryClient.prefetchQuery(trpc.access.apiKey.list.queryOptions({}))]);
  return (
    <Hydrate>
      <ApiKeys />
    </Hydrate>
  );
}
