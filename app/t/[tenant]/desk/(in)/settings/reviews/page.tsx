import type { Metadata } from 'next';
import { baseOf } from '@/app/_domain/base';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { Reviews } from './reviews';

export const metadata: Metadata = { title: 'Access reviews' };

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const [{ trpc, queryClient }, base] = await Promise.all([prefetchFor(tenant, 'desk'), baseOf(tenant, 'desk')]);
  await queryClient.prefetchQuery(trpc.access.review.list.queryOptions({}));
  return (
    <Hydrate>
      <Reviews base={`${base}/settings/reviews`} />
    </Hydrate>
  );
}
