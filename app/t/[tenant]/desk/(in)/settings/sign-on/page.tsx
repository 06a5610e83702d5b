import type { Metadata } from 'next';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { SignOn } from './sign-on';

export const metadata: Metadata = { title: 'Single sign-on' };

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  await Promise.all([
    queryClient.prefetchQuery(trpc.sso.connection.list.queryOptions({})),
    queryClient.prefetchQuery(trpc.access.role.list.queryOptions({})),
  ]);
  return (
    <Hydrate>
      <SignOn />
    </Hydrate>
  );
}
