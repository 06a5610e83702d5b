import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { partInput } from './parts';
import { Shift } from './shift';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('reporting.work'))('shiftTitle') };
}

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  const counts = await queryClient.fetchQuery(trpc.work.item.counts.queryOptions({})).catch(() => null);
  await Promise.all([
    queryClient.prefetchQuery(trpc.work.item.promises.queryOptions({ days: 30 })),
    ...(['open', 'acknowledged', 'promised'] as const).map((part) =>
      queryClient.prefetchQuery(trpc.work.item.list.queryOptions(partInput(part, (counts?.team ?? 0) > 0))),
    ),
  ]);
  return (
    <Hydrate>
      <Shift base={`/t/${tenant}/desk`} />
    </Hydrate>
  );
}
