import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Hydrate } from '@/app/_trpc/server';
import { prefetchMoney } from '../prefetch';
import { Wallet } from './wallet';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('portal.wallet'))('title') };
}

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  await prefetchMoney((await params).tenant);
  return (
    <Hydrate>
      <Wallet />
    </Hydrate>
  );
}
