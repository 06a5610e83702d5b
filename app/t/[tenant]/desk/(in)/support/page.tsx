import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { Hydrate, prefetchFor } from '@/app/_trpc/server';
import { readTableQuery } from '@/app/_ui/table/table-query';
import { ConversationsTable } from './conversations-table';
import { conversationInput, conversationSpec } from './spec';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('support'))('title') };
}

type Props = { params: Promise<{ tenant: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: Props) {
  const { tenant } = await params;
  const [{ trpc, queryClient }, query] = await Promise.all([
    prefetchFor(tenant, 'desk'),
    readTableQuery(searchParams, conversationSpec),
  ]);
  await queryClient.prefetchQuery(trpc.support.conversations.list.queryOptions(conversationInput(query)));
  return (
    <Hydrate>
      <ConversationsTable base={`/t/${tenant}/desk/support`} />
    </Hydrate>
  );
}
