import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { readTableQuery } from '@/app/_ui/table/table-query';
import { Events } from './events';
import { eventInput, eventSpec } from './spec';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('reporting.insight'))('title') };
}

type Props = { params: Promise<{ tenant: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: Props) {
  const { tenant } = await params;
  const [{ trpc, queryClient }, query] = await Promise.all([
    prefetchFor(tenant, 'desk'),
    readTableQuery(searchParams, eventSpec),
  ]);
  await queryClient.prefetchQuery(trpc.reporting.insight.rows.queryOptions(eventInput(query)));
  return (
    <Hydrate>
      <Events base={`/t/${tenant}/desk`} />
    </Hydrate>
  );
}
