import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { isId } from '@/server/kernel/ids';
import { Review } from './review';

export const metadata: Metadata = { title: 'Access review' };

export default async function Page({ params }: { params: Promise<{ tenant: string; id: string }> }) {
  const { tenant, id } = await params;
  if (!isId('accessReview', id)) notFound();
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  await Promise.all([
    queryClient.prefetchQuery(trpc.access.review.read.queryOptions({ id })),
    queryClient.prefetchQuery(trpc.identity.me.get.queryOptions({})),
  ]);
  return (
    <Hydrate>
      <Review id={id} />
    </Hydrate>
  );
}
