import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { Support } from './support';
import { threadsInput } from './threads-input';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('portal.support'))('title') };
}

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { trpc, queryClient } = await prefetchFor((await params).tenant, 'portal');
  await queryClient.prefetchQuery(trpc.support.conversations.list.queryOptions(threadsInput));
  return (
    <Hydrate>
      <Support />
    </Hydrate>
  );
}
