import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { readTableQuery } from '@/app/_ui/table/table-query';
import { ClientsTable } from './clients-table';
import { clientInput, clientSpec } from './spec';

export const metadata: Metadata = { title: 'Clients' };

type Props = { params: Promise<{ tenant: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: Props) {
  const { tenant } = await params;
  const [{ trpc, queryClient }, query] = await Promise.all([
    prefetchFor(tenant, 'desk'),
    readTableQuery(searchParams, clientSpec),
  ]);
  await queryClient.prefetchQuery(trpc.clients.list.queryOptions(clientInput(query)));
  return (
    <Hydrate>
      <ClientsTable base={`/t/${tenant}/desk`} />
    </Hydrate>
  );
}
