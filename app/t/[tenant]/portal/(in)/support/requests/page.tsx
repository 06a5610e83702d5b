import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { Requests } from './requests';
import { requestsInput } from './requests-input';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('portal.requests'))('title') };
}

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { trpc, queryClient } = await prefetchFor((await params).tenant, 'portal');
  await queryClient.prefetchQuery(trpc.support.requests.list.queryOptions(requestsInput));
  return (
    <Hydrate>
      <Requests />
    </Hydrate>
  );
}
