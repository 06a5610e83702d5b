import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { readTableQuery } from '@/app/_ui/table/table-query';
import { Exposure } from './exposure';
import { exposureSpec } from './exposure-spec';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('operations.risk'))('title') };
}

type Props = { params: Promise<{ tenant: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: Props) {
  const { tenant } = await params;
  const [{ trpc, queryClient }, query, { row }] = await Promise.all([
    prefetchFor(tenant, 'desk'),
    readTableQuery(searchParams, exposureSpec),
    searchParams,
  ]);
  const currency = query.filters.currency?.[0] ?? null;
  await Promise.all([
    queryClient.prefetchQuery(trpc.risk.exposure.snapshot.queryOptions({ currency })),
    typeof row === 'string' &&
      queryClient.prefetchQuery(trpc.trading.positions.list.queryOptions({ symbol: row, environment: 'live' })),
  ]);
  return (
    <Hydrate>
      <Exposure accounts={`/t/${tenant}/desk/trading/accounts`} />
    </Hydrate>
  );
}
