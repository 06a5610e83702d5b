'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { inWords, toneOf } from '@/app/_domain/labels';
import { ListPage } from '@/app/_domain/list-page';
import { useMay } from '@/app/_domain/may';
import { MetricInfo } from '@/app/_domain/metric-info';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { columnsOf } from '@/app/_ui/table/columns';
import type { FilterSpec } from '@/app/_ui/table/types';
import { useTableQuery } from '@/app/_ui/table/use-table-query';
import { isId } from '@/server/kernel/ids';
import { workTeams } from '@/server/kernel/work';
import { itemStates } from '@/server/modules/work/contract';
import { placeOfObject } from '../places';
import { workInput, workSpec, workViews } from './spec';
import { hasUnreadNote, useWorkActs, type WorkRow } from './use-work-acts';
import { WorkDrawer } from './work-drawer';

const c = columnsOf<WorkRow>();

function useColumns() {
  const t = useTranslations('reporting.work');
  return useMemo(
    () => [
      c.custom(
        'title',
        t('about'),
        (row) => <span className="line-clamp-2 whitespace-normal font-medium">{row.title}</span>,
        { fold: 'title', width: 320, text: (row) => row.title },
      ),
      c.text('kind', t('kind'), (row) => inWords(row.kind), { fold: 'subtitle', quiet: true }),
      c.state(
        'state',
        t('state_'),
        (row) =>
          hasUnreadNote(row)
            ? { label: t('unread'), tone: 'warning' }
            : row.state === 'open' || row.state === 'claimed'
              ? null
              : { label: inWords(row.state), tone: row.state === 'escalated' ? 'destructive' : toneOf(row.state) },
        { width: 116 },
      ),
      c.money('stake', t('stake'), (row) => row.stake),
      c.text('holder', t('holder'), (row) => row.assignee?.name ?? null, { width: 136 }),
      c.text('waitsOn', t('waitsOn'), (row) => inWords(row.waitingOn), { width: 128, quiet: true, extra: true }),
      c.text('team', t('team'), (row) => inWords(row.team), { width: 104, quiet: true, extra: true }),
      c.time('createdAt', t('since'), (row) => row.createdAt, { sort: true }),
      c.due('dueAt', t('due'), (row) => row.dueAt, { sort: true, width: 96 }),
    ],
    [t],
  );
}

function useFilters(kinds: readonly string[]): FilterSpec[] {
  const t = useTranslations('reporting.work');
  const trpc = useTRPC();
  const { data: colleagues } = useQuery(trpc.work.item.colleagues.queryOptions({}));
  return useMemo(() => {
    const choice = (values: readonly string[]) => values.map((value) => ({ value, label: inWords(value) }));
    return [
      {
        id: 'view',
        label: t('view'),
        kind: 'choice',
        options: workViews.map((value) => ({ value, label: t(`views.${value}`) })),
      },
      { id: 'kinds', label: t('kind'), kind: 'choice', options: choice(kinds) },
      { id: 'states', label: t('states'), kind: 'choice', options: choice(itemStates) },
      { id: 'team', label: t('team'), kind: 'choice', options: choice(workTeams) },
      {
        id: 'holder',
        label: t('holder'),
        kind: 'choice',
        options: colleagues?.rows.map(({ id, name }) => ({ value: id, label: name })) ?? [],
      },
      { id: 'overdue', label: t('overTime'), kind: 'choice', options: [{ value: 'yes', label: t('yes') }] },
    ];
  }, [t, kinds, colleagues]);
}

/** The queues: every item that waits for a person, as filters that can be kept as views of one's own or of the team. */
export function WorkQueue({ base }: { base: string }) {
  const t = useTranslations('reporting.work');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const router = useRouter();
  const may = useMay();
  const acts = useWorkActs();
  const state = useTableQuery(workSpec);
  const columns = useColumns();
  const counts = useQuery(trpc.work.item.counts.queryOptions({}));
  const kinds = useMemo(() => counts.data?.byKind.map(({ kind }) => kind) ?? [], [counts.data]);
  const filters = useFilters(kinds);
  const input = workInput(state.query, counts.data ? counts.data.team > 0 : true);
  const list = useQuery(trpc.work.item.list.queryOptions(input, { placeholderData: keepPreviousData }));
  const { mine = 0, team = 0, overdue = 0 } = counts.data ?? {};
  return (
    <ListPage
      id="work"
      title={t('title')}
      head={
        <MetricInfo metric="open_work">
          {t.rich('state', { mine, team, overdue, b: (text) => <b>{text}</b> })}
        </MetricInfo>
      }
      actions={
        <Button asChild>
          <Link href={`${base}/shift`}>{t('shift')}</Link>
        </Button>
      }
      list={list}
      readPage={(place) => api.work.item.list.query({ ...input, ...place })}
      columns={columns}
      rowId={(row) => row.id}
      rowLabel={(row) => row.title}
      drawer={({ id, close }) => (isId('workItem', id) ? <WorkDrawer id={id} base={base} onClose={close} /> : null)}
      rowActions={(row) => {
        const place = placeOfObject(base, row);
        return [
          ...(place ? [{ id: 'open', label: t('open'), run: () => router.push(place) }] : []),
          { id: 'claim', label: t('claim'), run: () => void acts.claim(row) },
          { id: 'release', label: t('release'), run: () => void acts.release(row) },
        ];
      }}
      bulkActions={may('work.item.claim') ? acts.bulk : []}
      state={state}
      filters={filters}
      empty={{ title: t('empty'), body: t('emptyBody') }}
    />
  );
}
