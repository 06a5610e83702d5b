import type { Metadata } from 'next';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { Roles } from './roles';

export const metadata: Metadata = { title: 'Roles' };

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  await Promise.all([queryClient.prefetchQuery(trpc.access.role.list.queryOptions({}))]);
  return (
    <Hydrate>
      <Roles base={`/t/${tenant}/desk/settings/roles`} />
    </Hydrate>
  );
}
