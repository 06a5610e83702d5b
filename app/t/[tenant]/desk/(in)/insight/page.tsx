import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { Insight } from './insight';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('reporting.insight'))('title') };
}

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  await queryClient.prefetchQuery(trpc.reporting.insight.overview.queryOptions({ days: 30 }));
  return (
    <Hydrate>
      <Insight base={`/t/${tenant}/desk`} />
    </Hydrate>
  );
}
