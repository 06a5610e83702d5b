'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { inWords, toneOf } from '@/app/_domain/labels';
import { ListPage } from '@/app/_domain/list-page';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { columnsOf } from '@/app/_ui/table/columns';
import type { FilterSpec } from '@/app/_ui/table/types';
import { useTableQuery } from '@/app/_ui/table/use-table-query';
import type { DepositView } from '@/server/modules/payments/contract';
import { depositInput, depositSpec, depositStates, unknownStates } from './spec';

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
  const input = depositInput(state.query);
  const list = useQuery(trpc.payments.deposits.list.queryOptions(input, { placeholderData: keepPreviousData }));
  const filters: FilterSpec[] = useMemo(
    () => [
      {
        id: 'states',
        label: t('state'),
        kind: 'choice',
        options: depositStates.map((value) => ({ value, label: inWords(value) })),
      },
      { id: 'reference', label: t('reference'), kind: 'text' },
    ],
    [t],
  );
  const count = (wanted: (state: string) => boolean) => list.data?.rows.filter((row) => wanted(row.state)).length ?? 0;
  const refresh = (id: DepositView['id']) => atOnce(() => api.payments.deposits.refresh.mutate({ id }), t('refreshed'));
  return (
    <ListPage
      id="deposits"
      title={t('title')}
      head={t.rich('stateLine', {
        held: count((one) => one === 'in_review'),
        open: count((one) => unknownStates.has(one)),
        b: (text) => <b>{text}</b>,
      })}
      list={list}
      readPage={(place) => api.payments.deposits.list.query({ ...input, ...place })}
      sumOf="amount"
      columns={columns}
      rowId={(row) => row.id}
      rowLabel={(row) => row.number}
      rowHref={(row) => `${base}/${row.id}`}
      rowActions={(row) => [
        { id: 'open', label: t('open'), run: () => router.push(`${base}/${row.id}`) },
        {
          id: 'refresh',
          label: t('refresh'),
          run: () => void refresh(row.id),
          ...(unknownStates.has(row.state) ? {} : { disabledReason: t('final') }),
        },
      ]}
      state={state}
      filters={filters}
      empty={{ title: t('empty'), body: t('emptyBody') }}
    />
  );
}
