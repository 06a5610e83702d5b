'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { inWords } from '@/app/_domain/labels';
import { ListPage } from '@/app/_domain/list-page';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { Kbd } from '@/app/_ui/kbd';
import { useKeys } from '@/app/_ui/keys/use-keys';
import { columnsOf } from '@/app/_ui/table/columns';
import type { FilterSpec } from '@/app/_ui/table/types';
import { useTableQuery } from '@/app/_ui/table/use-table-query';
import { type ConversationRow, conversationStateNames, topics } from '@/server/modules/support/conversation-contract';
import { conversationInput, conversationSpec } from './spec';

const c = columnsOf<ConversationRow>();
const tone = { waiting: 'warning', answered: 'success', closed: 'neutral' } as const;
const choice = (values: readonly string[]) => values.map((value) => ({ value, label: inWords(value) }));

function useColumns() {
  const t = useTranslations('support.list');
  return useMemo(
    () => [
      c.text('client', t('client'), (row) => row.clientName, { strong: true, fold: 'title' }),
      c.text('topic', t('topic'), (row) => inWords(row.topic), { fold: 'subtitle', width: 140 }),
      c.state('state', t('state'), (row) => ({ label: t(`stateName.${row.state}`), tone: tone[row.state] }), {
        width: 150,
      }),
      c.text('assignee', t('assignee'), (row) => (row.isMine ? t('you') : row.assignee), { width: 150, quiet: true }),
      c.due('dueAt', t('due'), (row) => row.dueAt, { sort: true, soonMs: 3_600_000 }),
      c.time('lastMessageAt', t('last'), (row) => row.lastMessageAt, { sort: true }),
      c.time('openedAt', t('opened'), (row) => row.openedAt, { sort: true, extra: true }),
    ],
    [t],
  );
}

/** Who waits for an answer and until when; the next one is one key away. */
export function ConversationsTable({ base }: { base: string }) {
  const t = useTranslations('support.list');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const router = useRouter();
  const state = useTableQuery(conversationSpec);
  const columns = useColumns();
  const input = conversationInput(state.query);
  const list = useQuery(trpc.support.conversations.list.queryOptions(input, { placeholderData: keepPreviousData }));
  const rows = list.data?.rows ?? [];
  const next = rows.find((row) => row.state === 'waiting' && (row.isMine || row.assignee === null));
  const openNext = () => {
    if (next) router.push(`${base}/${next.id}`);
  };
  useKeys('table', [{ keys: 'n', label: t('next'), run: openNext }], next !== undefined);
  const filters: FilterSpec[] = useMemo(
    () => [
      { id: 'states', label: t('state'), kind: 'choice', options: choice(conversationStateNames) },
      { id: 'topics', label: t('topic'), kind: 'choice', options: choice(topics) },
      {
        id: 'who',
        label: t('assignee'),
        kind: 'choice',
        options: [
          { value: 'mine', label: t('mine') },
          { value: 'nobody', label: t('nobody') },
        ],
      },
    ],
    [t],
  );
  return (
    <ListPage
      id="conversations"
      title={t('title')}
      head={t.rich('head', {
        waiting: rows.filter((row) => row.state === 'waiting').length,
        overdue: rows.filter((row) => row.isOverdue).length,
        b: (text) => <b>{text}</b>,
      })}
      actions={
        next ? (
          <Button variant="primary" onClick={openNext}>
            {t('next')} <Kbd>n</Kbd>
          </Button>
        ) : null
      }
      list={list}
      readPage={(place) => api.support.conversations.list.query({ ...input, ...place })}
      columns={columns}
      rowId={(row) => row.id}
      rowLabel={(row) => row.clientName}
      rowHref={(row) => `${base}/${row.id}`}
      state={state}
      filters={filters}
      empty={{ title: t('empty'), body: t('emptyBody') }}
    />
  );
}
