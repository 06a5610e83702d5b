'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { useExportAll } from '@/app/_domain/export-all';
import { inWords } from '@/app/_domain/labels';
import { Loaded } from '@/app/_domain/loaded';
import { useTableError } from '@/app/_domain/table-error';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { AreaChart } from '@/app/_ui/chart/area-chart';
import { Section } from '@/app/_ui/panel';
import { EmptyState } from '@/app/_ui/states';
import { columnsOf } from '@/app/_ui/table/columns';
import { DataTable } from '@/app/_ui/table/data-table';
import { useTableQuery } from '@/app/_ui/table/use-table-query';
import type { Id } from '@/server/kernel/ids';
import type { MemberRow } from '@/server/modules/engagement/contract';
import { memberInput, memberSpec } from './spec';

const c = columnsOf<MemberRow>();

/** Who is in it, or was: of the reader's clients. */
export function Members({ id, base }: { id: Id<'segment'>; base: string }) {
  const t = useTranslations('engagement.segments');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const state = useTableQuery(memberSpec);
  const input = memberInput(id, state.query);
  const list = useQuery(trpc.engagement.segments.members.queryOptions(input, { placeholderData: keepPreviousData }));
  const error = useTableError(list);
  const columns = [
    c.id('number', t('number'), (row) => row.number, { fold: 'subtitle' }),
    c.text('name', t('clientName'), (row) => row.name, { fold: 'title', sort: true, strong: true }),
    c.text('stage', t('stage'), (row) => inWords(row.stage), { width: 104 }),
    c.text('country', t('country'), (row) => row.country, { width: 88, quiet: true }),
    c.text('owner', t('owner'), (row) => row.owner, { width: 144, quiet: true }),
    c.time('joinedAt', t('joinedAt'), (row) => row.joinedAt, { sort: true }),
    ...(input.hasLeft ? [c.time('leftAt', t('leftAt'), (row) => row.leftAt, { sort: true })] : []),
  ];
  const { csv, xlsx, dialog } = useExportAll('segment-members', columns, (place) =>
    api.engagement.segments.members.query({ ...input, ...place }),
  );
  return (
    <Section title={t('membersNow')}>
      <DataTable
        id="segment-members"
        label={t('membersNow')}
        columns={columns}
        rows={list.data?.rows}
        rowId={(row) => `${row.clientId} ${row.joinedAt.getTime()}`}
        rowLabel={(row) => row.name}
        rowHref={(row) => `${base}/clients/${row.clientId}`}
        state={state}
        filters={[
          { id: 'left', label: t('membersLeft'), kind: 'choice', options: [{ value: 'yes', label: t('membersLeft') }] },
        ]}
        exportAs={{ csv, xlsx }}
        pending={list.isFetching && list.isPlaceholderData}
        error={error}
        page={list.data ? { next: list.data.nextCursor, total: list.data.total } : undefined}
        empty={{ title: t('membersNone'), body: t('membersNoneBody') }}
      />
      {dialog}
    </Section>
  );
}

export function SegmentHistory({ id }: { id: Id<'segment'> }) {
  const t = useTranslations('engagement.segments');
  const format = useFormatter();
  const trpc = useTRPC();
  const history = useQuery(trpc.engagement.segments.history.queryOptions({ id }));
  return (
    <Loaded query={history} rows={4}>
      {({ days }) =>
        days.length === 0 ? (
          <EmptyState title={t('historyNone')} />
        ) : (
          <AreaChart
            title={t('history')}
            unit={t('historyUnit')}
            period={t('historyPeriod')}
            isWhole
            series={[{ id: 'members', label: t('members') }]}
            points={days.map(({ day, members }) => ({ at: day, values: { members } }))}
            formatAt={(at) => format.dateTime(new Date(`${at}T12:00:00Z`), { day: 'numeric', month: 'short' })}
          />
        )
      }
    </Loaded>
  );
}
