import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { readTableQuery } from '@/app/_ui/table/table-query';
import { QueueTable } from './queue-table';
import { queueInput, queueSpec } from './spec';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('operations.queue'))('title') };
}

type Props = { params: Promise<{ tenant: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: Props) {
  const { tenant } = await params;
  const [{ trpc, queryClient }, query] = await Promise.all([
    prefetchFor(tenant, 'desk'),
    readTableQuery(searchParams, queueSpec),
  ]);
  await queryClient.prefetchQuery(trpc.onboarding.applications.list.queryOptions(queueInput(query)));
  return (
    <Hydrate>
      <QueueTable base={`/t/${tenant}/desk/onboarding`} />
    </Hydrate>
  );
}
