import type { Metadata } from 'next';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { PolicyPoints } from './policy-points';

export const metadata: Metadata = { title: 'Policy' };

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  await Promise.all([queryClient.prefetchQuery(trpc.policy.points.queryOptions({}))]);
  return (
    <Hydrate>
      <PolicyPoints base={`/t/${tenant}/desk/settings/policy`} />
    </Hydrate>
  );
}
