import type { Metadata } from 'next';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { Disclosures } from './disclosures';

export const metadata: Metadata = { title: 'Reveals and exports' };

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  await queryClient.prefetchQuery(trpc.disclosures.rule.read.queryOptions({}));
  return (
    <Hydrate>
      <Disclosures />
    </Hydrate>
  );
}
