import type { Metadata } from 'next';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { platformPlace } from '../../place';
import { Health } from './health';

export const metadata: Metadata = { title: 'Health' };

export default async function Page() {
  const { trpc, queryClient } = await prefetchFor(platformPlace.tenant, platformPlace.surface);
  await queryClient.prefetchQuery(trpc.tenancy.platform.health.queryOptions({}));
  return (
    <Hydrate>
      <Health />
    </Hydrate>
  );
}
