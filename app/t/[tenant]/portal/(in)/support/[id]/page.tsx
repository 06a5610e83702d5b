import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { isId } from '@/server/kernel/ids';
import { Conversation } from './conversation';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('portal.support'))('title') };
}

export default async function Page({ params }: { params: Promise<{ tenant: string; id: string }> }) {
  const { tenant, id } = await params;
  if (!isId('conversation', id)) notFound();
  const { trpc, queryClient } = await prefetchFor(tenant, 'portal');
  await queryClient.prefetchQuery(trpc.support.conversations.read.queryOptions({ id }));
  return (
    <Hydrate>
      <Conversation id={id} />
    </Hydrate>
  );
}
