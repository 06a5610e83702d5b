import type { Metadata } from 'next';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { Messages } from './messages';

export const metadata: Metadata = { title: 'Messages' };

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  await queryClient.prefetchQuery(trpc.notifications.words.list.queryOptions({}));
  return (
    <Hydrate>
      <Messages base={`/t/${tenant}/desk/settings/messages`} />
    </Hydrate>
  );
}
