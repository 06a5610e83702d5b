import type { Metadata } from 'next';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { GoLive } from './go-live';

export const metadata: Metadata = { title: 'Go live' };

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  await Promise.all([
    queryClient.prefetchQuery(trpc.tenancy.setup.checklist.queryOptions({})),
    queryClient.prefetchQuery(trpc.access.staff.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.tenancy.settings.get.queryOptions({})),
  ]);
  return (
    <Hydrate>
      <GoLive base={`/t/${tenant}/desk`} />
    </Hydrate>
  );
}
