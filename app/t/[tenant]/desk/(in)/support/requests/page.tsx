import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { readTableQuery } from '@/app/_ui/table/table-query';
import { RequestsTable } from './requests-table';
import { requestInput, requestSpec } from './spec';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('support.requests'))('title') };
}

type Props = { params: Promise<{ tenant: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: Props) {
  const { tenant } = await params;
  const [{ trpc, queryClient }, query] = await Promise.all([
    prefetchFor(tenant, 'desk'),
    readTableQuery(searchParams, requestSpec),
  ]);
  await queryClient.prefetchQuery(trpc.support.requests.list.queryOptions(requestInput(query)));
  return (
    <Hydrate>
      <RequestsTable base={`/t/${tenant}/desk/support/requests`} />
    </Hydrate>
  );
}
