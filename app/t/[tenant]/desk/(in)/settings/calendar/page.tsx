import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { Calendars } from './calendars';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('settings.calendar'))('title') };
}

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { trpc, queryClient } = await prefetchFor((await params).tenant, 'desk');
  await queryClient.prefetchQuery(trpc.work.calendar.read.queryOptions({}));
  return (
    <Hydrate>
      <Calendars />
    </Hydrate>
  );
}
