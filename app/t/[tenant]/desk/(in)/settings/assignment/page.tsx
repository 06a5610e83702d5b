import type { Metadata } from 'next';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { Assignment } from './assignment';

export const metadata: Metadata = { title: 'Assignment rules' };

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  await Promise.all([
    queryClient.prefetchQuery(trpc.clients.owners.loads.queryOptions({})),
    queryClient.prefetchQuery(trpc.clients.owners.runs.queryOptions({})),
  ]);
  return (
    <Hydrate>
      <Assignment base={`/t/${tenant}/desk`} />
    </Hydrate>
  );
}
