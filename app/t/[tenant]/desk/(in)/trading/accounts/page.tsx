import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { readTableQuery } from '@/app/_ui/table/table-query';
import { AccountsTable } from './accounts-table';
import { accountInput, accountSpec } from './spec';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('operations.accounts'))('title') };
}

type Props = { params: Promise<{ tenant: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: Props) {
  const { tenant } = await params;
  const [{ trpc, queryClient }, query] = await Promise.all([
    prefetchFor(tenant, 'desk'),
    readTableQuery(searchParams, accountSpec),
  ]);
  await queryClient.prefetchQuery(trpc.trading.accounts.list.queryOptions(accountInput(query)));
  return (
    <Hydrate>
      <AccountsTable base={`/t/${tenant}/desk/trading/accounts`} />
    </Hydrate>
  );
}
