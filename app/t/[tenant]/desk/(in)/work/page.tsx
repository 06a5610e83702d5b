import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { readTableQuery } from '@/app/_ui/table/table-query';
import { workInput, workSpec } from './spec';
import { WorkQueue } from './work-queue';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('reporting.work'))('title') };
}

type Props = { params: Promise<{ tenant: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: Props) {
  const { tenant } = await params;
  const [{ trpc, queryClient }, query] = await Promise.all([
    prefetchFor(tenant, 'desk'),
    readTableQuery(searchParams, workSpec),
  ]);
  const counts = await queryClient.fetchQuery(trpc.work.item.counts.queryOptions({})).catch(() => null);
  await queryClient.prefetchQuery(trpc.work.item.list.queryOptions(workInput(query, (counts?.team ?? 0) > 0)));
  return (
    <Hydrate>
      <WorkQueue base={`/t/${tenant}/desk`} />
    </Hydrate>
  );
}
