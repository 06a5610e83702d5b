import type { Metadata } from 'next';
import { getLocale, getTranslations } from 'next-intl/server';
import { languageOf } from '@/app/_i18n/locale';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { Verify } from './verify';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('portal.verify'))('title') };
}

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { trpc, queryClient } = await prefetchFor((await params).tenant, 'portal');
  const language = languageOf(await getLocale());
  await Promise.all([
    queryClient.prefetchQuery(trpc.clients.me.queryOptions({})),
    queryClient.prefetchQuery(trpc.identity.me.get.queryOptions({})),
    queryClient.prefetchQuery(trpc.onboarding.mine.queryOptions({})),
    queryClient.prefetchQuery(trpc.onboarding.flow.read.queryOptions({ language })),
  ]);
  return (
    <Hydrate>
      <Verify />
    </Hydrate>
  );
}
