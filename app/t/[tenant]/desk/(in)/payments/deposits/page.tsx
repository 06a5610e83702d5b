import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { readTableQuery } from '@/app/_ui/table/table-query';
import { DepositsTable } from './deposits-table';
import { depositInput, depositSpec } from './spec';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('operations.deposits'))('title') };
}

type Props = { params: Promise<{ tenant: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: Props) {
  const { tenant } = await params;
  const [{ trpc, queryClient }, query] = await Promise.all([
    prefetchFor(tenant, 'desk'),
    readTableQuery(searchParams, depositSpec),
  ]);
  await queryClient.prefetchQuery(trpc.payments.deposits.list.queryOptions(depositInput(query)));
  return (
    <Hydrate>
      <DepositsTable base={`/t/${tenant}/desk/payments/deposits`} />
    </Hydrate>
  );
}
