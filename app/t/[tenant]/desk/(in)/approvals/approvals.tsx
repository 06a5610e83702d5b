'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useBulkDecide, type Votes } from '@/app/_domain/bulk-decide';
import { inWords, toneOf } from '@/app/_domain/labels';
import { ListPage } from '@/app/_domain/list-page';
import { useMay } from '@/app/_domain/may';
import { type Answers, useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { columnsOf } from '@/app/_ui/table/columns';
import type { FilterSpec } from '@/app/_ui/table/types';
import { useTableQuery } from '@/app/_ui/table/use-table-query';
import { isId } from '@/server/kernel/ids';
import { ApprovalDrawer } from './approval-drawer';
import { approvalInput, approvalSpec, approvalStates, whyNot } from './spec';

type Row = Answers['work']['approval']['list']['rows'][number];
const c = columnsOf<Row>();
const votes: Votes<Row> = {
  area: 'approvals',
  id: (row) => row.id,
  request: (row) => (row.mayDecide ? row.id : null),
  band: (row) => `${row.verb}/${row.needed}`,
  stake: (row) => row.stake,
};

/** `payments.withdrawal.release` → "Withdrawal release". */
const verbInWords = (verb: string) => inWords(verb.split('.').slice(1).join(' '));

function useColumns() {
  const t = useTranslations('desk.approvals');
  return useMemo(
    () => [
      c.text('summary', t('request'), (row) => row.summary, { fold: 'title', strong: true }),
      c.text('verb', t('kind'), (row) => verbInWords(row.verb), { width: 176, quiet: true }),
      c.text('by', t('askedBy'), (row) => row.requestedBy, { width: 144, fold: 'subtitle' }),
      c.money('stake', t('stake'), (row) => row.stake),
      c.text('agreed', t('agreed'), (row) => `${row.approvals} / ${row.needed}`, { width: 88, align: 'end' }),
      c.state(
        'state',
        t('state'),
        (row) => (row.state === 'waiting' ? null : { label: inWords(row.state), tone: toneOf(row.state) }),
        { width: 104 },
      ),
      c.text(
        'part',
        t('part'),
        (row) => (row.mayDecide ? t('yours') : row.state !== 'waiting' ? null : t(whyNot(row))),
        { width: 144, quiet: true },
      ),
      c.time('createdAt', t('askedAt'), (row) => row.createdAt, { sort: true }),
      c.due('until', t('until'), (row) => (row.state === 'waiting' ? row.expiresAt : null), { width: 112 }),
    ],
    [t],
  );
}

/** What waits for a second person, each with who asked, what is at stake and how long it stands. */
export function Approvals({ base }: { base: string }) {
  const t = useTranslations('desk.approvals');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const may = useMay();
  const state = useTableQuery(approvalSpec);
  const columns = useColumns();
  const bulk = useBulkDecide(votes);
  const input = approvalInput(state.query);
  const list = useQuery(trpc.work.approval.list.queryOptions(input, { placeholderData: keepPreviousData }));
  const filters: FilterSpec[] = useMemo(
    () => [
      {
        id: 'states',
        label: t('state'),
        kind: 'choice',
        options: approvalStates.map((value) => ({ value, label: inWords(value) })),
      },
    ],
    [t],
  );
  return (
    <ListPage
      id="approvals"
      title={t('title')}
      head={t.rich('count', {
        count: list.data?.rows.filter((row) => row.mayDecide).length ?? 0,
        b: (text) => <b>{text}</b>,
      })}
      list={list}
      readPage={(place) => api.work.approval.list.query({ ...input, ...place })}
      columns={columns}
      rowId={(row) => row.id}
      rowLabel={(row) => row.summary}
      drawer={({ id, close }) =>
        isId('approval', id) ? <ApprovalDrawer key={id} id={id} base={base} onClose={close} /> : null
      }
      bulkActions={may('work.approval.decide') ? bulk : []}
      state={state}
      filters={filters}
      empty={{ title: t('empty'), body: t('emptyBody') }}
    />
  );
}
