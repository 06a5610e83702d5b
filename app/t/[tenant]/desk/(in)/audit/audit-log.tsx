'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { inWords } from '@/app/_domain/labels';
import { ListPage } from '@/app/_domain/list-page';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { columnsOf } from '@/app/_ui/table/columns';
import { pageInput } from '@/app/_ui/table/table-query';
import type { FilterSpec } from '@/app/_ui/table/types';
import { useTableQuery } from '@/app/_ui/table/use-table-query';
import type { AuditEntryView } from '@/server/modules/audit/contract';
import { EntryDrawer } from './entry-drawer';
import { ExportTrail } from './export-trail';

const c = columnsOf<AuditEntryView>();
const columns = [
  c.time('at', 'When (UTC)', (row) => row.at, {
    sort: true,
    zone: 'utc',
    style: 'clock',
    fold: 'end-note',
    align: 'start',
    width: 148,
  }),
  c.text('actor', 'Who', (row) => row.actor.name, { width: 168, strong: true, fold: 'subtitle' }),
  c.text('action', 'What', (row) => row.action, { fold: 'title' }),
  c.text('object', 'Object', (row) => `${inWords(row.objectType)} ${row.objectId}`, { width: 300, quiet: true }),
  c.text('reason', 'Why', (row) => row.reason, { width: 220, quiet: true }),
  c.number('leaf', 'Sealed at', (row) => row.leafIndex, { width: 96 }),
];
const filters: FilterSpec[] = [
  { id: 'action', label: 'Action begins with', kind: 'text' },
  { id: 'object', label: 'Object or thread id', kind: 'text' },
];
const spec = { filters: ['action', 'object'], defaultSort: { by: 'at', dir: 'desc' as const } };

/** Every change of this tenant, in the order it was sealed. */
export function AuditLog() {
  const t = useTranslations('desk.audit');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const state = useTableQuery(spec);
  const first = (id: string) => state.query.filters[id]?.[0] ?? null;
  const input = { ...pageInput(state.query), action: first('action'), objectId: first('object') };
  const list = useQuery(trpc.audit.entry.list.queryOptions(input, { placeholderData: keepPreviousData }));
  const status = useQuery({ ...trpc.audit.log.status.queryOptions({}), refetchInterval: 15_000 });
  return (
    <ListPage
      id="audit"
      title={t('title')}
      head={
        status.data
          ? t.rich('state', {
              entries: status.data.entries,
              sealed: status.data.sealed,
              seconds: status.data.oldestUnsealedSeconds,
              b: (text) => <b>{text}</b>,
            })
          : null
      }
      actions={status.data ? <ExportTrail entries={status.data.sealed} /> : null}
      list={list}
      readPage={(place) => api.audit.entry.list.query({ ...input, ...place })}
      columns={columns}
      rowId={(row) => row.id}
      drawer={({ row, close }) => <EntryDrawer entry={row} onClose={close} />}
      state={state}
      filters={filters}
      empty={{ title: t('empty') }}
    />
  );
}
