import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { NewAccount } from './new-account';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('portal.accounts.new'))('title') };
}

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { trpc, queryClient } = await prefetchFor((await params).tenant, 'portal');
  await queryClient.prefetchQuery(trpc.trading.offers.forClient.queryOptions({}));
  return (
    <Hydrate>
      <NewAccount />
    </Hydrate>
  );
}
