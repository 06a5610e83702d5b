import type { Metadata } from 'next';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { platformPlace } from '../../../place';
import { RunPage } from './run-page';

export const metadata: Metadata = { title: 'Run' };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { trpc, queryClient } = await prefetchFor(platformPlace.tenant, platformPlace.surface);
  await queryClient.prefetchQuery(trpc.tenancy.job.get.queryOptions({ runId: id }));
  return (
    <Hydrate>
      <RunPage id={id} />
    </Hydrate>
  );
}
