import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { Macros } from './macros';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('support.macros'))('title') };
}

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { trpc, queryClient } = await prefetchFor((await params).tenant, 'desk');
  await queryClient.prefetchQuery(trpc.support.macros.list.queryOptions({}));
  return (
    <Hydrate>
      <Macros />
    </Hydrate>
  );
}
