import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { isId } from '@/server/kernel/ids';
import { StaffPage } from './staff-page';

export const metadata: Metadata = { title: 'Member of staff' };

export default async function Page({ params }: { params: Promise<{ tenant: string; id: string }> }) {
  const { tenant, id } = await params;
  if (!isId('user', id)) notFound();
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  await Promise.all([
    queryClient.prefetchQuery(trpc.access.staff.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.access.role.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.access.team.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.access.staff.preview.queryOptions({ userId: id })),
  ]);
  return (
    <Hydrate>
      <StaffPage id={id} />
    </Hydrate>
  );
}
