'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { inWords } from '@/app/_domain/labels';
import { LiftSuppression } from '@/app/_domain/lift-suppression';
import { ListPage } from '@/app/_domain/list-page';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { PageCrumb } from '@/app/_ui/shell/page-crumb';
import { columnsOf } from '@/app/_ui/table/columns';
import type { FilterSpec } from '@/app/_ui/table/types';
import { useTableQuery } from '@/app/_ui/table/use-table-query';
import { type SuppressionView, suppressionReasons } from '@/server/modules/notifications/suppression-contract';
import { suppressedInput, suppressedSpec } from './spec';

const c = columnsOf<SuppressionView>();

/** Addresses the house no longer writes to, and the way back for those that are good again. */
export function Suppressed({ clients }: { clients: string }) {
  const t = useTranslations('desk.suppressed');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const state = useTableQuery(suppressedSpec);
  const input = suppressedInput(state.query);
  const list = useQuery(
    trpc.notifications.suppressions.list.queryOptions(input, { placeholderData: keepPreviousData }),
  );
  const columns = useColumns(clients);
  const filters: FilterSpec[] = useMemo(
    () => [
      {
        id: 'reasons',
        label: t('reason'),
        kind: 'choice',
        options: suppressionReasons.map((value) => ({ value, label: t(`reasons.${value}`) })),
      },
      { id: 'lifted', label: t('lifted'), kind: 'choice', options: [{ value: 'too', label: t('liftedToo') }] },
    ],
    [t],
  );
  return (
    <>
      <PageCrumb label={t('title')} />
      <ListPage
        id="suppressed"
        title={t('title')}
        head={t.rich('state', { count: list.data?.total ?? list.data?.rows.length ?? 0, b: (text) => <b>{text}</b> })}
        list={list}
        readPage={(place) => api.notifications.suppressions.list.query({ ...input, ...place })}
        columns={columns}
        rowId={(row) => row.id}
        rowLabel={(row) => row.address ?? row.id}
        state={state}
        filters={filters}
        empty={{ title: t('empty'), body: t('emptyBody') }}
      />
    </>
  );
}

function useColumns(clients: string) {
  const t = useTranslations('desk.suppressed');
  return useMemo(
    () => [
      c.text('address', t('address'), (row) => row.address ?? t('erased'), { strong: true, fold: 'title' }),
      c.text('channel', t('channel'), (row) => inWords(row.channel), { width: 80, quiet: true }),
      c.custom(
        'client',
        t('client'),
        (row) =>
          row.clientId ? (
            <Link href={`${clients}/${row.clientId}?tab=messages`} prefetch={false}>
              <bdi>{row.clientName}</bdi>
            </Link>
          ) : (
            t('colleague')
          ),
        { width: 180, fold: 'subtitle', text: (row) => row.clientName ?? '' },
      ),
      c.state(
        'reason',
        t('reason'),
        (row) =>
          row.liftedAt
            ? { label: t('liftedBy', { name: row.liftedBy ?? '' }) }
            : { label: t(`reasons.${row.reason}`), tone: 'warning' },
        { width: 170 },
      ),
      c.text('detail', t('detail'), (row) => row.liftReason ?? row.detail, { width: 260, quiet: true }),
      c.time('at', t('since'), (row) => row.at, { sort: true }),
      c.custom('lift', t('lift'), (row) => <LiftSuppression row={row} />, { width: 96, align: 'end', fold: 'meta' }),
    ],
    [t, clients],
  );
}
