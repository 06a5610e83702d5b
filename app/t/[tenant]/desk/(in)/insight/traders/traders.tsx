'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { ListPage } from '@/app/_domain/list-page';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Money } from '@/app/_ui/money';
import { columnsOf } from '@/app/_ui/table/columns';
import type { FilterSpec } from '@/app/_ui/table/types';
import { useTableQuery } from '@/app/_ui/table/use-table-query';
import { toDecimalString } from '@/server/kernel/money';
import { attributions, periods, type TraderRow } from '@/server/modules/reporting/insight-contract';
import { traderInput, traderSpec } from './spec';

const c = columnsOf<TraderRow>();

function useColumns() {
  const t = useTranslations('reporting.insight');
  return useMemo(
    () => [
      c.id('number', t('number'), (row) => row.clientNumber, { fold: 'subtitle' }),
      c.text('client', t('client'), (row) => row.clientName, { fold: 'title', strong: true }),
      c.number('deals', t('deals'), (row) => row.deals, { width: 88, sort: true }),
      c.custom(
        'results',
        t('result'),
        (row) =>
          row.results?.map((sum) => (
            <span key={sum.asset} className="block">
              <Money value={sum} tone="loss" />
            </span>
          )),
        {
          width: 148,
          align: 'end',
          text: (row) => (row.results ?? []).map((sum) => `${toDecimalString(sum)} ${sum.asset}`).join('; '),
        },
      ),
      c.text('source', t('source'), (row) => row.source, { width: 148, quiet: true }),
      c.time('at', t('lastDeal'), (row) => row.at, { sort: true }),
    ],
    [t],
  );
}

function useFilters(): FilterSpec[] {
  const t = useTranslations('reporting.insight');
  return useMemo(
    () => [
      {
        id: 'days',
        label: t('period'),
        kind: 'choice',
        options: periods.map((days) => ({ value: String(days), label: t('days', { days }) })),
      },
      {
        id: 'by',
        label: t('attribution'),
        kind: 'choice',
        options: attributions.map((value) => ({ value, label: t(`by.${value}`) })),
      },
      { id: 'source', label: t('source'), kind: 'text' },
      { id: 'month', label: t('fundedIn'), kind: 'text' },
      { id: 'later', label: t('later'), kind: 'text' },
    ],
    [t],
  );
}

/** The clients behind active clients, a cohort's cell or a source's result. */
export function Traders({ base }: { base: string }) {
  const t = useTranslations('reporting.insight');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const state = useTableQuery(traderSpec);
  const columns = useColumns();
  const filters = useFilters();
  const input = traderInput(state.query);
  const list = useQuery(trpc.reporting.insight.traders.queryOptions(input, { placeholderData: keepPreviousData }));
  return (
    <ListPage
      id="traders"
      title={t('traders')}
      head={t.rich('tradersState', { count: list.data?.total ?? '10,000+', b: (text) => <b>{text}</b> })}
      list={list}
      readPage={(at) => api.reporting.insight.traders.query({ ...input, ...at })}
      columns={columns}
      rowId={(row) => row.clientId}
      rowLabel={(row) => row.clientName}
      rowHref={(row) => `${base}/clients/${row.clientId}`}
      state={state}
      filters={filters}
      empty={{ title: t('noRows'), body: t('noRowsBody') }}
    />
  );
}
