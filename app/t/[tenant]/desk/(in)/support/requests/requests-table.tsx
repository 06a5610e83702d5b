'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { ListPage } from '@/app/_domain/list-page';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { columnsOf } from '@/app/_ui/table/columns';
import type { FilterSpec } from '@/app/_ui/table/types';
import { useTableQuery } from '@/app/_ui/table/use-table-query';
import { type RequestRow, requestKinds, requestStateNames } from '@/server/modules/support/request-contract';
import { requestInput, requestSpec } from './spec';

const c = columnsOf<RequestRow>();
const tone = { open: 'pending', done: 'success', refused: 'destructive', withdrawn: 'neutral' } as const;

function useColumns() {
  const t = useTranslations('support.requests');
  return useMemo(
    () => [
      c.text('client', t('client'), (row) => row.clientName, { strong: true, fold: 'title' }),
      c.text('kind', t('kindOf'), (row) => t(`kind.${row.kind}`), { fold: 'subtitle', width: 220 }),
      c.state('state', t('state'), (row) => ({ label: t(`stateName.${row.state}`), tone: tone[row.state] }), {
        width: 130,
      }),
      c.text('channel', t('channel'), (row) => t(`channelName.${row.channel}`), { width: 130, quiet: true }),
      c.due('dueAt', t('due'), (row) => (row.state === 'open' ? row.dueAt : null), { sort: true, soonMs: 3_600_000 }),
      c.time('openedAt', t('opened'), (row) => row.openedAt, { sort: true }),
      c.time('decidedAt', t('decided'), (row) => row.decidedAt, { extra: true }),
    ],
    [t],
  );
}

/** What clients want changed about themselves, the one due first on top. */
export function RequestsTable({ base }: { base: string }) {
  const t = useTranslations('support.requests');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const state = useTableQuery(requestSpec);
  const columns = useColumns();
  const input = requestInput(state.query);
  const list = useQuery(trpc.support.requests.list.queryOptions(input, { placeholderData: keepPreviousData }));
  const rows = list.data?.rows ?? [];
  const filters: FilterSpec[] = useMemo(
    () => [
      {
        id: 'states',
        label: t('state'),
        kind: 'choice',
        options: requestStateNames.map((value) => ({ value, label: t(`stateName.${value}`) })),
      },
      {
        id: 'kinds',
        label: t('kindOf'),
        kind: 'choice',
        options: requestKinds.map((value) => ({ value, label: t(`kind.${value}`) })),
      },
    ],
    [t],
  );
  return (
    <ListPage
      id="requests"
      title={t('title')}
      head={t.rich('head', {
        open: rows.filter((row) => row.state === 'open').length,
        overdue: rows.filter((row) => row.isOverdue).length,
        b: (text) => <b>{text}</b>,
      })}
      list={list}
      readPage={(place) => api.support.requests.list.query({ ...input, ...place })}
      columns={columns}
      rowId={(row) => row.id}
      rowLabel={(row) => `${row.clientName}, ${t(`kind.${row.kind}`)}`}
      rowHref={(row) => `${base}/${row.id}`}
      state={state}
      filters={filters}
      empty={{ title: t('empty'), body: t('emptyBody') }}
    />
  );
}
