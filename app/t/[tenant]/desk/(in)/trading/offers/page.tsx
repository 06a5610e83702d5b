import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { Offers } from './offers';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('operations.offers'))('title') };
}

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  await Promise.all([
    queryClient.prefetchQuery(trpc.trading.offers.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.trading.platforms.queryOptions({})),
    queryClient.prefetchQuery(trpc.tenancy.entity.list.queryOptions({})),
  ]);
  return (
    <Hydrate>
      <Offers />
    </Hydrate>
  );
}
