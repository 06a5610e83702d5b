import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { requestKinds } from '@/server/modules/support/request-contract';
import { NewRequest } from './new-request';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('portal.requests'))('title') };
}

export default async function Page({ params }: { params: Promise<{ tenant: string; kind: string }> }) {
  const { tenant, kind: asked } = await params;
  const kind = requestKinds.find((one) => one === asked) ?? notFound();
  const { trpc, queryClient } = await prefetchFor(tenant, 'portal');
  await queryClient.prefetchQuery(trpc.support.requests.outlook.queryOptions({ kind }));
  return (
    <Hydrate>
      <NewRequest kind={kind} />
    </Hydrate>
  );
}
