import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { idSchema } from '@/server/kernel/ids';
import { recentDeals } from '../accounts-input';
import { AccountDetail } from './account-detail';

type Props = { params: Promise<{ tenant: string; id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('portal.nav'))('accounts') };
}

export default async function Page({ params }: Props) {
  const { tenant, id: text } = await params;
  const id = idSchema('tradingAccount').safeParse(text).data;
  if (!id) notFound();
  const { trpc, queryClient } = await prefetchFor(tenant, 'portal');
  await Promise.all([
    queryClient.prefetchQuery(trpc.trading.accounts.read.queryOptions({ id })),
    queryClient.prefetchQuery(trpc.trading.positions.list.queryOptions({ accountId: id })),
    queryClient.prefetchQuery(trpc.trading.deals.list.queryOptions({ accountId: id, limit: recentDeals })),
  ]);
  return (
    <Hydrate>
      <AccountDetail id={id} />
    </Hydrate>
  );
}
