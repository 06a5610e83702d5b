import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { readTableQuery } from '@/app/_ui/table/table-query';
import { Approvals } from './approvals';
import { approvalInput, approvalSpec } from './spec';

export const metadata: Metadata = { title: 'Approvals' };

type Props = { params: Promise<{ tenant: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: Props) {
  const { tenant } = await params;
  const [{ trpc, queryClient }, query] = await Promise.all([
    prefetchFor(tenant, 'desk'),
    readTableQuery(searchParams, approvalSpec),
  ]);
  await queryClient.prefetchQuery(trpc.work.approval.list.queryOptions(approvalInput(query)));
  return (
    <Hydrate>
      <Approvals base={`/t/${tenant}/desk`} />
    </Hydrate>
  );
}
