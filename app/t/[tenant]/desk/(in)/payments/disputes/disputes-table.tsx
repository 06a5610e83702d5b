'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { inWords } from '@/app/_domain/labels';
import { ListPage } from '@/app/_domain/list-page';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import type { FilterSpec } from '@/app/_ui/table/types';
import { useTableQuery } from '@/app/_ui/table/use-table-query';
import { useDisputeColumns } from './columns';
import { disputeInput, disputeSpec, disputeStates, standingOf } from './spec';

/** Claims of cardholders, the nearest deadline first. */
export function DisputesTable({ base }: { base: string }) {
  const t = useTranslations('operations.disputes');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const state = useTableQuery(disputeSpec);
  const { list: columns } = useDisputeColumns();
  const input = disputeInput(state.query);
  const list = useQuery(trpc.payments.disputes.list.queryOptions(input, { placeholderData: keepPreviousData }));
  const filters: FilterSpec[] = useMemo(
    () => [
      { id: 'answer', label: t('answer'), kind: 'choice', options: [{ value: 'needed', label: t('answerNeeded') }] },
      {
        id: 'states',
        label: t('state'),
        kind: 'choice',
        options: disputeStates.map((value) => ({ value, label: inWords(value) })),
      },
      { id: 'reference', label: t('reference'), kind: 'text' },
    ],
    [t],
  );
  const rows = list.data?.rows ?? [];
  return (
    <ListPage
      id="disputes"
      title={t('title')}
      head={t.rich('stateLine', {
        needed: rows.filter((row) => standingOf(row) === 'answer_needed').length,
        owing: rows.filter((row) => row.owed.minor > 0n).length,
        b: (text) => <b>{text}</b>,
      })}
      list={list}
      readPage={(place) => api.payments.disputes.list.query({ ...input, ...place })}
      sumOf="amount"
      columns={columns}
      rowId={(row) => row.id}
      rowLabel={(row) => row.depositNumber}
      rowHref={(row) => `${base}/${row.id}`}
      state={state}
      filters={filters}
      empty={{ title: t('empty'), body: t('emptyBody') }}
    />
  );
}
