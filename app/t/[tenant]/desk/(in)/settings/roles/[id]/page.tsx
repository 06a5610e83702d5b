import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { isId } from '@/server/kernel/ids';
import { RolePage } from './role-page';

export const metadata: Metadata = { title: 'Role' };

export default async function Page({ params }: { params: Promise<{ tenant: string; id: string }> }) {
  const { tenant, id } = await params;
  if (id !== 'new' && !isId('role', id)) notFound();
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  await Promise.all([
    queryClient.prefetchQuery(trpc.access.role.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.access.grant.list.queryOptions({})),
  ]);
  return (
    <Hydrate>
      <RolePage id={id === 'new' ? null : id} base={`/t/${tenant}/desk/settings/roles`} />
    </Hydrate>
  );
}
