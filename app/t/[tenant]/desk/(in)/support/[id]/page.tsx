import { notFound } from 'next/navigation';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { isId } from '@/server/kernel/ids';
import { ConversationPage } from './conversation-page';

export default async function Page({ params }: { params: Promise<{ tenant: string; id: string }> }) {
  const { tenant, id } = await params;
  if (!isId('conversation', id)) notFound();
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  await Promise.all([
    queryClient.prefetchQuery(trpc.support.conversations.read.queryOptions({ id })),
    queryClient.prefetchQuery(trpc.support.macros.list.queryOptions({})),
  ]);
  return (
    <Hydrate>
      <ConversationPage id={id} tenant={tenant} />
    </Hydrate>
  );
}
