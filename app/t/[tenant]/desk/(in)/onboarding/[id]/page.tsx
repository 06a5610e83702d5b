import { notFound } from 'next/navigation';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { isId } from '@/server/kernel/ids';
import { walkInput } from '../spec';
import { ReviewPage } from './review-page';

export default async function Page({ params }: { params: Promise<{ tenant: string; id: string }> }) {
  const { tenant, id } = await params;
  if (!isId('application', id)) notFound();
  const { trpc, queryClient } = await prefetchFor(tenant, 'desk');
  // Hits are asked by client; all of it is one transaction on the server and one answer to the browser.
  const hits = async () => {
    const row = await queryClient.fetchQuery(trpc.onboarding.applications.read.queryOptions({ id })).catch(() => null);
    if (row) await queryClient.prefetchQuery(trpc.screening.hits.list.queryOptions({ clientId: row.clientId }));
  };
  await Promise.all([
    hits(),
    queryClient.prefetchQuery(trpc.onboarding.applications.outlook.queryOptions({ id, evidence: [] })),
    queryClient.prefetchQuery(trpc.onboarding.applications.list.queryOptions(walkInput)),
    queryClient.prefetchQuery(trpc.onboarding.picklists.queryOptions({})),
    queryClient.prefetchQuery(trpc.audit.entry.timeline.queryOptions({ objectId: id, technical: false })),
    queryClient.prefetchQuery(trpc.work.approval.list.queryOptions({ objectId: id })),
  ]);
  return (
    <Hydrate>
      <ReviewPage id={id} tenant={tenant} />
    </Hydrate>
  );
}
