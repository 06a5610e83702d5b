import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Hydrate } from '@/app/_trpc/server';
import { prefetchMoney } from '../../prefetch';
import { WithdrawPage } from './withdraw-form';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('portal.withdraw'))('title') };
}

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  await prefetchMoney((await params).tenant);
  return (
    <Hydrate>
      <WithdrawPage />
    </Hydrate>
  );
}
