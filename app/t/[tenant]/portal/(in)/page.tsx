import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Hydrate } from '@/app/_trpc/server';
import { Home } from './home';
import { prefetchMoney } from './prefetch';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('portal.nav'))('home') };
}

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  await prefetchMoney((await params).tenant);
  return (
    <Hydrate>
      <Home />
    </Hydrate>
  );
}
