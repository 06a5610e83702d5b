import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Hydrate } from '@/app/_trpc/server';
import { prefetchMoney } from '../../prefetch';
import { DepositPage } from './deposit-page';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('portal.deposit'))('title') };
}

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  await prefetchMoney((await params).tenant);
  return (
    <Hydrate>
      <DepositPage />
    </Hydrate>
  );
}
