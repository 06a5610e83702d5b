import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { PolicyPointPage } from './policy-point';

export const metadata: Metadata = { title: 'Policy' };

export default async function Page({ params }: { params: Promise<{ tenant: string; point: string }> }) {
  const { tenant, point } = await params;
  if (!/^[a-z_.]{3,80}$/.test(point)) notFound();
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  await Promise.all([
    queryClient.prefetchQuery(trpc.policy.points.queryOptions({})),
    queryClient.prefetchQuery(trpc.policy.tables.queryOptions({ point })),
  ]);
  return (
    <Hydrate>
      <PolicyPointPage name={point} />
    </Hydrate>
  );
}
