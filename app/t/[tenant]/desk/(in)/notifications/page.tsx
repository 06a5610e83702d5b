import { getTranslations } from 'next-intl/server';
import { Inbox } from '@/app/_domain/inbox';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { PageBody, PageHeader } from '@/app/_ui/page-header';

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const [{ trpc, queryClient }, t] = await Promise.all([prefetchFor(tenant, 'desk'), getTranslations('common.inbox')]);
  await queryClient.prefetchQuery(trpc.notifications.inbox.read.queryOptions({}));
  return (
    <Hydrate>
      <PageHeader title={t('title')} />
      <PageBody>
        <Inbox base={`/t/${tenant}/desk`} />
      </PageBody>
    </Hydrate>
  );
}
