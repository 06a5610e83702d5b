import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { readTableQuery } from '@/app/_ui/table/table-query';
import { DisputesTable } from './disputes-table';
import { disputeInput, disputeSpec } from './spec';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('operations.disputes'))('title') };
}

type Props = { params: Promise<{ tenant: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: Props) {
  const { tenant } = await params;
  const [{ trpc, queryClient }, query] = await Promise.all([
    prefetchFor(tenant, 'desk'),
    readTableQuery(searchParams, disputeSpec),
  ]);
  await queryClient.prefetchQuery(trpc.payments.disputes.list.queryOptions(disputeInput(query)));
  return (
    <Hydrate>
      <DisputesTable base={`/t/${tenant}/desk/payments/disputes`} />
    </Hydrate>
  );
}
