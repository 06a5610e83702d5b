import type { Metadata } from 'next';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { platformPlace } from '../../place';
import { Jobs } from './jobs';

export const metadata: Metadata = { title: 'Jobs' };

export default async function Page() {
  const { trpc, queryClient } = await prefetchFor(platformPlace.tenant, platformPlace.surface);
  await queryClient.prefetchQuery(trpc.tenancy.job.overview.queryOptions({}));
  return (
    <Hydrate>
      <Jobs />
    </Hydrate>
  );
}
