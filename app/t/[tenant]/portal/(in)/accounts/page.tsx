import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { Accounts } from './accounts';
import { accountsInput } from './accounts-input';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('portal.nav'))('accounts') };
}

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { trpc, queryClient } = await prefetchFor((await params).tenant, 'portal');
  await Promise.all([
    queryClient.prefetchQuery(trpc.clients.me.queryOptions({})),
    queryClient.prefetchQuery(trpc.trading.accounts.list.queryOptions(accountsInput)),
  ]);
  return (
    <Hydrate>
      <Accounts />
    </Hydrate>
  );
}
