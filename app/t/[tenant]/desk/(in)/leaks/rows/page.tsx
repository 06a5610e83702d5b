import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { readTableQuery } from '@/app/_ui/table/table-query';
import { Passages } from './passages';
import { passageInput, passageSpec } from './spec';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('reporting.passages'))('title') };
}

type Props = { params: Promise<{ tenant: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: Props) {
  const { tenant } = await params;
  const [{ trpc, queryClient }, query] = await Promise.all([
    prefetchFor(tenant, 'desk'),
    readTableQuery(searchParams, passageSpec),
  ]);
  await queryClient.prefetchQuery(trpc.reporting.leaks.rows.queryOptions(passageInput(query)));
  return (
    <Hydrate>
      <Passages base={`/t/${tenant}/desk`} />
    </Hydrate>
  );
}
