import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { MessageKeySchema } from '@/server/modules/notifications/words-contract';
import { MessagePage } from './message-page';

export const metadata: Metadata = { title: 'Message' };

export default async function Page({ params }: { params: Promise<{ tenant: string; message: string }> }) {
  const { tenant, message } = await params;
  const key = MessageKeySchema.safeParse(message);
  if (!key.success) notFound();
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  await queryClient.prefetchQuery(trpc.notifications.words.read.queryOptions({ message: key.data }));
  return (
    <Hydrate>
      <MessagePage message={key.data} />
    </Hydrate>
  );
}
