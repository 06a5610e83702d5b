import type { Metadata } from 'next';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { Team } from './team';

export const metadata: Metadata = { title: 'Team' };

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  await Promise.all([
    queryClient.prefetchQuery(trpc.access.staff.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.access.role.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.access.team.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.access.invitation.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.access.delegation.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.identity.me.get.queryOptions({})),
  ]);
  return (
    <Hydrate>
      <Team base={`/t/${tenant}/desk/settings/team`} />
    </Hydrate>
  );
}
