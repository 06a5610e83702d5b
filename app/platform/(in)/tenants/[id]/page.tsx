import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { platformPlace } from '../../../place';
import { TenantPage } from './tenant-page';

export const metadata: Metadata = { title: 'Tenant' };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!z.uuid().safeParse(id).success) notFound();
  const { trpc, queryClient } = await prefetchFor(platformPlace.tenant, platformPlace.surface);
  await Promise.all([
    queryClient.prefetchQuery(trpc.tenancy.platform.getTenant.queryOptions({ tenantId: id })),
    queryClient.prefetchQuery(trpc.tenancy.breakGlass.list.queryOptions({})),
  ]);
  return (
    <Hydrate>
      <TenantPage id={id} />
    </Hydrate>
  );
}
