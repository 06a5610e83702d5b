import type { Metadata } from 'next';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { Me } from './me';

export const metadata: Metadata = { title: 'My account' };

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  await Promise.all([
    queryClient.prefetchQuery(trpc.identity.me.get.queryOptions({})),
    queryClient.prefetchQuery(trpc.identity.session.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.notifications.preferences.read.queryOptions({})),
  ]);
  return (
    <Hydrate>
      <Me base={`/t/${tenant}/desk`} />
    </Hydrate>
  );
}
