'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { inWords, toneOf } from '@/app/_domain/labels';
import { ListPage } from '@/app/_domain/list-page';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { columnsOf } from '@/app/_ui/table/columns';
import type { FilterSpec } from '@/app/_ui/table/types';
import { useTableQuery } from '@/app/_ui/table/use-table-query';
import type { AccountRow } from '@/server/modules/trading/contract';
import { accountInput, accountSpec, accountStates } from './spec';

const c = columnsOf<AccountRow>();

function useColumns() {
  const t = useTranslations('operations.accounts');
  return useMemo(
    () => [
      c.text('login', t('login'), (row) => row.login ?? t('opening'), {
        width: 136,
        strong: true,
        sort: true,
        fold: 'title',
        note: (row) => (row.environment === 'demo' ? t('demo') : null),
      }),
      c.text('client', t('client'), (row) => row.clientName, { note: (row) => row.clientNumber, fold: 'subtitle' }),
      c.text('platform', t('platform'), (row) => row.platform.toUpperCase(), { width: 84, quiet: true, extra: true }),
      c.state(
        'state',
        t('state'),
        (row) => (row.state === 'active' ? null : { label: inWords(row.state), tone: toneOf(row.state) }),
        { width: 112 },
      ),
      c.state(
        'drift',
        t('drift'),
        (row) => (row.driftSince ? { label: row.driftFields.map(inWords).join(', '), tone: 'warning' } : null),
        { width: 128 },
      ),
      c.text('leverage', t('leverage'), (row) => `1:${row.decided.leverage}`, { width: 88, align: 'end', quiet: true }),
      c.text('environment', t('environment'), (row) => inWords(row.environment), {
        width: 72,
        quiet: true,
        extra: true,
      }),
      c.number('positions', t('positions'), (row) => (row.openPositions === 0 ? null : row.openPositions), {
        width: 84,
      }),
      c.money('balance', t('balance'), (row) => row.balance, { fold: 'meta' }),
      c.money('equity', t('equity'), (row) => row.equity, { sort: true, tone: 'loss' }),
      c.money('floating', t('floating'), (row) => row.floating, { sort: true, tone: 'loss', fold: 'meta', width: 124 }),
      c.money('margin', t('margin'), (row) => row.margin, { fold: 'meta', extra: true }),
      c.time('lastDealAt', t('lastDeal'), (row) => row.lastDealAt, { sort: true, zone: 'entity', extra: true }),
      c.text('group', t('group'), (row) => row.decided.group, { extra: true, quiet: true, width: 168 }),
      c.time('createdAt', t('opened'), (row) => row.createdAt, { sort: true, extra: true }),
    ],
    [t],
  );
}

const choice = (values: readonly string[]) => values.map((value) => ({ value, label: inWords(value) }));

export function AccountsTable({ base }: { base: string }) {
  const t = useTranslations('operations.accounts');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const state = useTableQuery(accountSpec);
  const columns = useColumns();
  const input = accountInput(state.query);
  const list = useQuery(trpc.trading.accounts.list.queryOptions(input, { placeholderData: keepPreviousData }));
  const filters: FilterSpec[] = useMemo(
    () => [
      { id: 'login', label: t('login'), kind: 'text' },
      { id: 'drift', label: t('drift'), kind: 'choice', options: choice(['drifting', 'in_line']) },
      { id: 'states', label: t('state'), kind: 'choice', options: choice(accountStates) },
      { id: 'environment', label: t('environment'), kind: 'choice', options: choice(['live', 'demo']) },
    ],
    [t],
  );
  const rows = list.data?.rows ?? [];
  return (
    <ListPage
      id="trading-accounts"
      title={t('title')}
      head={t.rich('stateLine', {
        drifting: rows.filter((row) => row.driftSince !== null).length,
        open: rows.filter((row) => row.openPositions > 0).length,
        b: (text) => <b>{text}</b>,
      })}
      list={list}
      readPage={(place) => api.trading.accounts.list.query({ ...input, ...place })}
      columns={columns}
      rowId={(row) => row.id}
      rowLabel={(row) => row.login ?? row.id}
      rowHref={(row) => `${base}/${row.id}`}
      state={state}
      filters={filters}
      empty={{ title: t('empty'), body: t('emptyBody') }}
    />
  );
}
