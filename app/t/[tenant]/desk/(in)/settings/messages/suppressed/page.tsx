import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { readTableQuery } from '@/app/_ui/table/table-query';
import { suppressedInput, suppressedSpec } from './spec';
import { Suppressed } from './suppressed';

export const metadata: Metadata = { title: 'Suppressed addresses' };

type Props = { params: Promise<{ tenant: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: Props) {
  const { tenant } = await params;
  const [{ trpc, queryClient }, query] = await Promise.all([
    prefetchFor(tenant, 'desk'),
    readTableQuery(searchParams, suppressedSpec),
  ]);
  await queryClient.prefetchQuery(trpc.notifications.suppressions.list.queryOptions(suppressedInput(query)));
  return (
    <Hydrate>
      <Suppressed clients={`/t/${tenant}/desk/clients`} />
    </Hydrate>
  );
}
