import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { Segments } from './segments';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('engagement.segments'))('title') };
}

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  await queryClient.prefetchQuery(trpc.engagement.segments.list.queryOptions({}));
  return (
    <Hydrate>
      <Segments base={`/t/${tenant}/desk`} />
    </Hydrate>
  );
}
