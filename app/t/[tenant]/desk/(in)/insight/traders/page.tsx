import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { readTableQuery } from '@/app/_ui/table/table-query';
import { traderInput, traderSpec } from './spec';
import { Traders } from './traders';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('reporting.insight'))('traders') };
}

type Props = { params: Promise<{ tenant: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: Props) {
  const { tenant } = await params;
  const [{ trpc, queryClient }, query] = await Promise.all([
    prefetchFor(tenant, 'desk'),
    readTableQuery(searchParams, traderSpec),
  ]);
  await queryClient.prefetchQuery(trpc.reporting.insight.traders.queryOptions(traderInput(query)));
  return (
    <Hydrate>
      <Traders base={`/t/${tenant}/desk`} />
    </Hydrate>
  );
}
