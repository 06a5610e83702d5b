'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { inWords, toneOf } from '@/app/_domain/labels';
import { useTableError } from '@/app/_domain/table-error';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { PageHeader } from '@/app/_ui/page-header';
import { columnsOf } from '@/app/_ui/table/columns';
import { DataTable } from '@/app/_ui/table/data-table';
import { pageInput } from '@/app/_ui/table/table-query';
import type { FilterSpec } from '@/app/_ui/table/types';
import { useTableQuery } from '@/app/_ui/table/use-table-query';
import type { DepositView } from '@/server/modules/payments/contract';
import { depositSpec, depositStates, unknownStates } from './spec';

const c = columnsOf<DepositView>();

function useColumns() {
  const t = useTranslations('operations.deposits');
  return useMemo(
    () => [
      c.id('number', t('number'), (row) => row.number, { fold: 'subtitle' }),
      c.text('client', t('client'), (row) => row.clientName, { fold: 'title', strong: true }),
      c.money('amount', t('asked'), (row) => row.requested, { sort: true }),
      c.money('credited', t('credited'), (row) => row.credited, { fold: 'meta' }),
      c.state('state', t('state'), (row) =>
        row.state === 'credited' ? null : { label: inWords(row.state), tone: toneOf(row.state) },
      ),
      c.text('why', t('why'), (row) => row.reason && inWords(row.reason), { width: 176, quiet: true }),
      c.text('method', t('method'), (row) => row.method, { width: 148, quiet: true }),
      c.text('vendor', t('vendor'), (row) => row.vendor && inWords(row.vendor), { width: 84, quiet: true }),
      c.time('createdAt', t('begun'), (row) => row.createdAt, { sort: true }),
    ],
    [t],
  );
}

export function DepositsTable({ base }: { base: string }) {
  const t = useTranslations('operations.deposits');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const router = useRouter();
  const { atOnce } = useAct();
  const state = useTableQuery(depositSpec);
  const columns = useColumns();
  const states = state.query.filters.states ?? null;
  const list = useQuery(
    trpc.payments.deposits.list.queryOptions(
      { ...pageInput(state.query), states },
      { placeholderData: keepPreviousData },
    ),
  );
  const error = useTableError(list);
  const filters: FilterSpec[] = useMemo(
    () => [
      {
        id: 'states',
        label: t('state'),
        kind: 'choice',
        options: depositStates.map((value) => ({ value, label: inWords(value) })),
      },
    ],
    [t],
  );
  const rows = list.data?.rows;
  const count = (wanted: (state: string) => boolean) => rows?.filter((row) => wanted(row.state)).length ?? 0;
  const refresh = (id: DepositView['id']) => atOnce(() => api.payments.deposits.refresh.mutate({ id }), t('refreshed'));
  return (
    <>
      <PageHeader
        title={t('title')}
        state={
          rows
            ? t.rich('stateLine', {
                held: count((one) => one === 'in_review'),
                open: count((one) => unknownStates.has(one)),
                b: (text) => <b>{text}</b>,
              })
            : null
        }
      />
      <DataTable
        id="deposits"
        label={t('title')}
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        rowLabel={(row) => row.number}
        rowHref={(row) => `${base}/${row.id}`}
        state={state}
        filters={filters}
        pending={list.isFetching && list.isPlaceholderData}
        error={error}
        page={list.data ? { next: list.data.nextCursor, total: list.data.total } : undefined}
        totals={
          list.data
            ? {
                label: t('count', { count: list.data.totals.reduce((sum, one) => sum + one.count, 0) }),
                money: { amount: list.data.totals.map(({ asset, minor }) => ({ asset, minor })) },
              }
            : undefined
        }
        rowActions={(row) => [
          { id: 'open', label: t('open'), run: () => router.push(`${base}/${row.id}`) },
          {
            id: 'refresh',
            label: t('refresh'),
            run: () => void refresh(row.id),
            ...(unknownStates.has(row.state) ? {} : { disabledReason: t('final') }),
          },
        ]}
        empty={{ title: t('empty'), body: t('emptyBody') }}
      />
    </>
  );
}
