'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { inWords } from '@/app/_domain/labels';
import { ListPage } from '@/app/_domain/list-page';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { columnsOf } from '@/app/_ui/table/columns';
import type { FilterSpec } from '@/app/_ui/table/types';
import { useTableQuery } from '@/app/_ui/table/use-table-query';
import type { PassageRow } from '@/server/modules/reporting/contract';
import { handOffs, type LeakKey, leakKeys, leakOf } from '@/server/modules/reporting/leak-contract';
import { placeOfObject } from '../../places';
import { passageInput, passageSpec } from './spec';

const c = columnsOf<PassageRow>();
const leakName = (row: PassageRow) => leakOf(row.leak as LeakKey).name;

function useColumns(isWaitingToo: boolean) {
  const t = useTranslations('reporting');
  return useMemo(
    () => [
      c.id('number', t('passages.number'), (row) => row.clientNumber, { fold: 'subtitle' }),
      c.text('client', t('passages.client'), (row) => row.clientName, { fold: 'title', strong: true }),
      c.text('leak', t('leaks.leak'), leakName, { width: 232 }),
      ...(isWaitingToo
        ? [c.state('inTime', t('passages.inTime'), (row) => (row.isStuck ? null : { label: t('passages.inTime') }))]
        : []),
      c.money('money', t('leaks.money'), (row) => row.money, { sort: true }),
      c.text('waitsOn', t('passages.waitsOn'), (row) => inWords(row.waitsOn), { width: 104 }),
      c.text('team', t('leaks.owner'), (row) => inWords(row.team), { width: 104, quiet: true, extra: true }),
      c.text('owner', t('passages.clientOwner'), (row) => row.owner, { width: 136, quiet: true }),
      c.text('source', t('passages.source'), (row) => row.source, { width: 112, quiet: true }),
      c.time('enteredAt', t('passages.since'), (row) => row.enteredAt, { sort: true }),
    ],
    [t, isWaitingToo],
  );
}

function useFilters(): FilterSpec[] {
  const t = useTranslations('reporting');
  return useMemo(
    () => [
      {
        id: 'handOffs',
        label: t('passages.handOff'),
        kind: 'choice',
        options: handOffs.map((value) => ({ value, label: t(`leaks.hand_offs.${value}`) })),
      },
      {
        id: 'leaks',
        label: t('leaks.leak'),
        kind: 'choice',
        options: leakKeys.map((value) => ({ value, label: leakOf(value).name })),
      },
      {
        id: 'show',
        label: t('passages.rows'),
        kind: 'choice',
        options: [{ value: 'waiting', label: t('passages.withWaiting') }],
      },
      { id: 'source', label: t('passages.source'), kind: 'text' },
    ],
    [t],
  );
}

/** The rows behind a figure of the leak board, the oldest first; each opens the page where it is mended. */
export function Passages({ base }: { base: string }) {
  const t = useTranslations('reporting.passages');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const router = useRouter();
  const state = useTableQuery(passageSpec);
  const input = passageInput(state.query);
  const columns = useColumns(input.state === 'waiting');
  const filters = useFilters();
  const list = useQuery(trpc.reporting.leaks.rows.queryOptions(input, { placeholderData: keepPreviousData }));
  const place = (row: PassageRow) => placeOfObject(base, row) ?? `${base}/clients/${row.clientId}`;
  return (
    <ListPage
      id="leaks"
      title={t(input.state === 'waiting' ? 'titleWaiting' : 'title')}
      head={t.rich('state', { count: list.data?.total ?? '10,000+', b: (text) => <b>{text}</b> })}
      list={list}
      readPage={(at) => api.reporting.leaks.rows.query({ ...input, ...at })}
      sumOf="money"
      columns={columns}
      rowId={(row) => row.id}
      rowLabel={(row) => row.clientName}
      rowHref={place}
      rowActions={(row) => [
        { id: 'object', label: t('object_page'), run: () => router.push(place(row)) },
        { id: 'client', label: t('client_page'), run: () => router.push(`${base}/clients/${row.clientId}`) },
      ]}
      state={state}
      filters={filters}
      empty={{ title: t('empty'), body: t('emptyBody') }}
    />
  );
}
