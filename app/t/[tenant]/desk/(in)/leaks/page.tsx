import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { Leaks } from './leaks';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('reporting.leaks'))('title') };
}

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  await queryClient.prefetchQuery(trpc.reporting.leaks.board.queryOptions({}));
  return (
    <Hydrate>
      <Leaks base={`/t/${tenant}/desk`} />
    </Hydrate>
  );
}
