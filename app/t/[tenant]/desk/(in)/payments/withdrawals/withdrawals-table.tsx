'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useBulkDecide, type Votes } from '@/app/_domain/bulk-decide';
import { inWords, toneOf } from '@/app/_domain/labels';
import { ListPage } from '@/app/_domain/list-page';
import { useMay } from '@/app/_domain/may';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { columnsOf } from '@/app/_ui/table/columns';
import { pageInput } from '@/app/_ui/table/table-query';
import type { FilterSpec } from '@/app/_ui/table/types';
import { useTableQuery } from '@/app/_ui/table/use-table-query';
import type { WithdrawalView } from '@/server/modules/payments/contract';
import { referenceOf } from '../reference';

const c = columnsOf<WithdrawalView>();
const columns = [
  c.id('number', 'Request', (row) => row.number, { fold: 'subtitle' }),
  c.text('client', 'Client', (row) => row.clientName, { fold: 'title', strong: true }),
  c.money('amount', 'Amount', (row) => row.amount, { sort: true }),
  c.state('state', 'State', (row) => ({ label: inWords(row.state), tone: toneOf(row.state) })),
  c.text('source', 'From', (row) => row.sourceLogin ?? 'Wallet', { width: 96, quiet: true }),
  c.text('approvals', 'Approvals', (row) => (row.needed === null ? null : `${row.approvals} of ${row.needed}`), {
    width: 92,
    align: 'end',
  }),
  c.text('policy', 'Rule', (row) => (row.policyRow ? `${row.policyRow} ${row.policyVersion ?? ''}` : null), {
    width: 152,
    quiet: true,
  }),
  c.time('requestedAt', 'Asked', (row) => row.requestedAt, { sort: true }),
];
const states = [
  'in_review',
  'collecting',
  'approved',
  'sending',
  'rejecting',
  'paid',
  'rejected',
  'cancelled',
  'failed',
  'partly_paid',
  'returned',
];
const filters: FilterSpec[] = [
  { id: 'states', label: 'State', kind: 'choice', options: states.map((value) => ({ value, label: inWords(value) })) },
  { id: 'reference', label: 'Number or reference', kind: 'text' },
];
const spec = { filters: ['states', 'reference'], defaultSort: { by: 'requestedAt', dir: 'desc' as const } };

const votes: Votes<WithdrawalView> = {
  area: 'withdrawals',
  id: (row) => row.id,
  request: (row) => (row.state === 'in_review' ? row.approvalId : null),
  band: (row) => `${row.policyRow}/${row.needed}`,
  stake: (row) => row.amount,
};

export function WithdrawalsTable({ base }: { base: string }) {
  const t = useTranslations('desk.withdrawals');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const state = useTableQuery(spec);
  const chosen = state.query.filters.states;
  const input = {
    ...pageInput(state.query),
    states: chosen?.length ? chosen : null,
    reference: referenceOf(state.query),
  };
  const list = useQuery(trpc.payments.withdrawals.list.queryOptions(input, { placeholderData: keepPreviousData }));
  const bulk = useBulkDecide(votes);
  const may = useMay();
  const waiting = list.data?.rows.filter((row) => row.state === 'in_review').length ?? 0;
  return (
    <ListPage
      id="withdrawals"
      title={t('title')}
      head={t.rich('state', { waiting, b: (text) => <b>{text}</b> })}
      list={list}
      readPage={(place) => api.payments.withdrawals.list.query({ ...input, ...place })}
      sumOf="amount"
      columns={columns}
      rowId={(row) => row.id}
      rowLabel={(row) => row.number}
      rowHref={(row) => `${base}/${row.id}`}
      bulkActions={may('work.approval.decide') ? bulk : []}
      state={state}
      filters={filters}
      empty={{ title: t('empty'), body: t('emptyBody') }}
    />
  );
}
