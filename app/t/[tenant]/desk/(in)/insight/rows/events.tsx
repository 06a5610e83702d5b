'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { ListPage } from '@/app/_domain/list-page';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { columnsOf } from '@/app/_ui/table/columns';
import type { FilterSpec } from '@/app/_ui/table/types';
import { useTableQuery } from '@/app/_ui/table/use-table-query';
import { useDuration } from '@/app/_ui/time/relative-time';
import { attributions, type EventRow, eventKeys, periods } from '@/server/modules/reporting/insight-contract';
import { placeOfObject } from '../../places';
import { eventInput, eventSpec } from './spec';

const c = columnsOf<EventRow>();

function useColumns() {
  const t = useTranslations('reporting.insight');
  const duration = useDuration();
  return useMemo(
    () => [
      c.id('number', t('number'), (row) => row.clientNumber, { fold: 'subtitle' }),
      c.text('client', t('client'), (row) => row.clientName, { fold: 'title', strong: true }),
      c.money('money', t('amount'), (row) => row.money, { sort: true }),
      c.text('took', t('took'), (row) => (row.tookMs === null ? null : duration(row.tookMs)), {
        width: 104,
        align: 'end',
        quiet: true,
      }),
      c.text('source', t('source'), (row) => row.source, { width: 148, quiet: true }),
      c.time('at', t('when'), (row) => row.at, { sort: true, zone: 'entity' }),
    ],
    [t, duration],
  );
}

function useFilters(): FilterSpec[] {
  const t = useTranslations('reporting.insight');
  return useMemo(() => {
    const choice = <T extends string>(id: string, label: string, values: readonly T[], word: (value: T) => string) => ({
      id,
      label,
      kind: 'choice' as const,
      options: values.map((value) => ({ value, label: word(value) })),
    });
    return [
      choice('event', t('event'), eventKeys, (value) => t(`events.${value}`)),
      choice('days', t('period'), periods.map(String), (value) => t('days', { days: Number(value) })),
      choice('by', t('attribution'), attributions, (value) => t(`by.${value}`)),
      { id: 'source', label: t('source'), kind: 'text' },
      { id: 'day', label: t('day'), kind: 'text' },
      { id: 'asset', label: t('currency'), kind: 'text' },
    ];
  }, [t]);
}

/** The rows a figure is made of; each opens its page. */
export function Events({ base }: { base: string }) {
  const t = useTranslations('reporting.insight');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const router = useRouter();
  const state = useTableQuery(eventSpec);
  const columns = useColumns();
  const filters = useFilters();
  const input = eventInput(state.query);
  const list = useQuery(trpc.reporting.insight.rows.queryOptions(input, { placeholderData: keepPreviousData }));
  const place = (row: EventRow) => placeOfObject(base, row) ?? `${base}/clients/${row.clientId}`;
  return (
    <ListPage
      id="insight"
      title={t(`events.${input.event}`)}
      head={t.rich(input.isCohort ? 'rowsCohort' : 'rows', {
        count: list.data?.total ?? '10,000+',
        days: input.days,
        b: (text) => <b>{text}</b>,
      })}
      list={list}
      readPage={(at) => api.reporting.insight.rows.query({ ...input, ...at })}
      sumOf="money"
      columns={columns}
      rowId={(row) => row.id}
      rowLabel={(row) => row.clientName}
      rowHref={place}
      rowActions={(row) => [
        { id: 'client', label: t('openClient'), run: () => router.push(`${base}/clients/${row.clientId}`) },
      ]}
      state={state}
      filters={filters}
      empty={{ title: t('noRows'), body: t('noRowsBody') }}
    />
  );
}
