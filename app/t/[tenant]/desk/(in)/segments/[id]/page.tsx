import { notFound } from 'next/navigation';
import type { SearchParams } from 'nuqs/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { readTableQuery } from '@/app/_ui/table/table-query';
import { isId } from '@/server/kernel/ids';
import { SegmentPage } from './segment-page';
import { memberInput, memberSpec } from './spec';

type Props = { params: Promise<{ tenant: string; id: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: Props) {
  const { tenant, id } = await params;
  if (!isId('segment', id)) notFound();
  const [{ trpc, queryClient }, query] = await Promise.all([
    prefetchFor(tenant, 'desk'),
    readTableQuery(searchParams, memberSpec),
  ]);
  await Promise.all([
    queryClient.prefetchQuery(trpc.engagement.segments.read.queryOptions({ id })),
    queryClient.prefetchQuery(trpc.engagement.segments.history.queryOptions({ id })),
    queryClient.prefetchQuery(trpc.engagement.segments.members.queryOptions(memberInput(id, query))),
  ]);
  return (
    <Hydrate>
      <SegmentPage id={id} base={`/t/${tenant}/desk`} />
    </Hydrate>
  );
}
