import type { Metadata } from 'next';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { platformPlace } from '../../place';
import { TenantsTable } from './tenants-table';

export const metadata: Metadata = { title: 'Tenants' };

export default async function Page() {
  const { trpc, queryClient } = await prefetchFor(platformPlace.tenant, platformPlace.surface);
  await queryClient.prefetchQuery(trpc.tenancy.platform.listTenants.queryOptions({}));
  return (
    <Hydrate>
      <TenantsTable />
    </Hydrate>
  );
}
