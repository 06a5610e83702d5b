import type { Metadata } from 'next';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { DeskHome } from './desk-home';
import { inboxInput } from './inbox-input';

export const metadata: Metadata = { title: 'Home' };

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  await Promise.all([
    queryClient.prefetchQuery(trpc.work.item.counts.queryOptions({})),
    queryClient.prefetchQuery(trpc.clients.funnel.queryOptions({})),
    queryClient.prefetchQuery(trpc.work.item.list.queryOptions({ view: 'mine', limit: 8 })),
  ]);
  const counts = queryClient.getQueryData(trpc.work.item.counts.queryKey({}));
  if (counts) await queryClient.prefetchQuery(trpc.work.item.list.queryOptions(inboxInput(counts.team > 0, null)));
  return (
    <Hydrate>
      <DeskHome base={`/t/${tenant}/desk`} />
    </Hydrate>
  );
}
