'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { inWords, toneOf } from '@/app/_domain/labels';
import { ListPage } from '@/app/_domain/list-page';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { Kbd } from '@/app/_ui/kbd';
import { useKeys } from '@/app/_ui/keys/use-keys';
import { columnsOf } from '@/app/_ui/table/columns';
import type { FilterSpec } from '@/app/_ui/table/types';
import { useTableQuery } from '@/app/_ui/table/use-table-query';
import { useDuration } from '@/app/_ui/time/relative-time';
import type { QueueRow } from '@/server/modules/onboarding/contract';
import { applicationStates, queueInput, queueSpec, risks, tiers } from './spec';

const c = columnsOf<QueueRow>();
const choice = (values: readonly string[]) => values.map((value) => ({ value, label: inWords(value) }));

function useColumns() {
  const t = useTranslations('operations.queue');
  const duration = useDuration();
  return useMemo(
    () => [
      c.text('client', t('client'), (row) => row.clientName, {
        strong: true,
        fold: 'title',
        note: (row) => row.clientNumber,
      }),
      c.state('state', t('state'), (row) => ({ label: inWords(row.state), tone: toneOf(row.state) }), { width: 120 }),
      c.text('why', t('why'), (row) => row.reviewReason && inWords(row.reviewReason), { width: 188, quiet: true }),
      c.custom(
        'risk',
        t('risk'),
        (row) =>
          row.riskTier === null ? null : (
            <span className={row.riskTier === 'low' ? undefined : 'font-medium text-warning'}>
              {inWords(row.riskTier)} {row.riskScore}
            </span>
          ),
        { width: 104, text: (row) => `${row.riskTier ?? ''} ${row.riskScore ?? ''}` },
      ),
      c.text('tier', t('tier'), (row) => inWords(row.tier), { width: 84, quiet: true }),
      c.text('entity', t('entity'), (row) => row.entity, { width: 148, quiet: true, fold: 'subtitle' }),
      c.text('country', t('country'), (row) => row.country, { width: 72, quiet: true, extra: true }),
      c.text('purpose', t('purpose'), (row) => (row.purpose === 'renewal' ? t('renewal') : null), {
        width: 88,
        extra: true,
      }),
      c.text('assignee', t('taken'), (row) => (row.work?.isMine ? t('you') : (row.work?.assignee ?? null)), {
        width: 112,
        quiet: true,
      }),
      c.text('waiting', t('waiting'), (row) => duration(row.waitingMinutes * 60_000), {
        width: 92,
        align: 'end',
        quiet: true,
      }),
      c.due('dueAt', t('due'), (row) => row.dueAt, { sort: true, soonMs: 4 * 3_600_000 }),
      c.time('submittedAt', t('submitted'), (row) => row.submittedAt, { sort: true, extra: true }),
    ],
    [t, duration],
  );
}

export function QueueTable({ base }: { base: string }) {
  const t = useTranslations('operations.queue');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const router = useRouter();
  const { atOnce } = useAct();
  const state = useTableQuery(queueSpec);
  const columns = useColumns();
  const input = queueInput(state.query);
  const list = useQuery(trpc.onboarding.applications.list.queryOptions(input, { placeholderData: keepPreviousData }));
  const filters: FilterSpec[] = useMemo(
    () => [
      { id: 'states', label: t('state'), kind: 'choice', options: choice(applicationStates) },
      { id: 'overdue', label: t('due'), kind: 'choice', options: [{ value: 'overdue', label: t('overdue') }] },
      { id: 'purpose', label: t('purpose'), kind: 'choice', options: choice(['initial', 'renewal']) },
      { id: 'tiers', label: t('tier'), kind: 'choice', options: choice(tiers) },
      { id: 'risks', label: t('risk'), kind: 'choice', options: choice(risks) },
    ],
    [t],
  );
  const rows = list.data?.rows ?? [];
  const waiting = rows.filter((row) => row.state === 'in_review');
  const next = waiting.find((row) => row.work?.isMine) ?? waiting.find((row) => !row.work?.assignee);
  const openNext = () => {
    if (next) router.push(`${base}/${next.id}`);
  };
  useKeys('table', [{ keys: 'n', label: t('next'), run: openNext }], next !== undefined);
  const claim = (row: QueueRow) => {
    const itemId = row.work?.id;
    const { item } = api.work;
    return {
      id: 'claim',
      label: row.work?.isMine ? t('release') : t('claim'),
      run: () =>
        itemId &&
        void (row.work?.isMine
          ? atOnce(() => item.release.mutate({ itemId }), t('released'))
          : atOnce(() => item.claim.mutate({ itemId }), t('claimed'))),
      ...(itemId ? {} : { disabledReason: t('nothingToClaim') }),
    };
  };
  return (
    <ListPage
      id="onboarding"
      title={t('title')}
      head={t.rich('stateLine', {
        waiting: waiting.length,
        overdue: rows.filter((row) => row.isOverdue).length,
        b: (text) => <b>{text}</b>,
      })}
      actions={
        next ? (
          <Button variant="primary" onClick={openNext}>
            {t('next')} <Kbd>n</Kbd>
          </Button>
        ) : null
      }
      list={list}
      readPage={(place) => api.onboarding.applications.list.query({ ...input, ...place })}
      columns={columns}
      rowId={(row) => row.id}
      rowLabel={(row) => row.clientName}
      rowHref={(row) => `${base}/${row.id}`}
      rowActions={(row) => [{ id: 'open', label: t('open'), run: () => router.push(`${base}/${row.id}`) }, claim(row)]}
      state={state}
      filters={filters}
      empty={{ title: t('empty'), body: t('emptyBody') }}
    />
  );
}
