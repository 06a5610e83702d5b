import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { Notifications } from './notifications';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('common.inbox'))('title') };
}

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { trpc, queryClient } = await prefetchFor((await params).tenant, 'portal');
  await queryClient.prefetchQuery(trpc.notifications.inbox.read.queryOptions({}));
  return (
    <Hydrate>
      <Notifications />
    </Hydrate>
  );
}
