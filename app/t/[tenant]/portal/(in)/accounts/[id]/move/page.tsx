import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { idSchema } from '@/server/kernel/ids';
import { MovePage } from './move-page';

type Props = { params: Promise<{ tenant: string; id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('portal.accounts.move'))('title') };
}

export default async function Page({ params }: Props) {
  const { tenant, id: text } = await params;
  const id = idSchema('tradingAccount').safeParse(text).data;
  if (!id) notFound();
  const { trpc, queryClient } = await prefetchFor(tenant, 'portal');
  await queryClient.prefetchQuery(trpc.trading.accounts.read.queryOptions({ id }));
  return (
    <Hydrate>
      <MovePage id={id} />
    </Hydrate>
  );
}
