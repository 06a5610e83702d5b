import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { isId } from '@/server/kernel/ids';
import { Request } from './request';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('portal.requests'))('title') };
}

export default async function Page({ params }: { params: Promise<{ tenant: string; id: string }> }) {
  const { tenant, id } = await params;
  if (!isId('request', id)) notFound();
  const { trpc, queryClient } = await prefetchFor(tenant, 'portal');
  await queryClient.prefetchQuery(trpc.support.requests.read.queryOptions({ id }));
  return (
    <Hydrate>
      <Request id={id} />
    </Hydrate>
  );
}
