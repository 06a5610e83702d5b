'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { inWords } from '@/app/_domain/labels';
import { ListPage } from '@/app/_domain/list-page';
import { useMay } from '@/app/_domain/may';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { columnsOf } from '@/app/_ui/table/columns';
import { pageInput } from '@/app/_ui/table/table-query';
import type { FilterSpec } from '@/app/_ui/table/types';
import { useTableQuery } from '@/app/_ui/table/use-table-query';
import { type DisclosureRow, disclosureKinds, ListDisclosures } from '@/server/modules/disclosures/contract';
import { LimitsDialog } from './limits-dialog';

const c = columnsOf<DisclosureRow>();
const columns = [
  c.time('at', 'When (UTC)', (row) => row.at, { sort: true, zone: 'utc', style: 'clock', align: 'start', width: 148 }),
  c.text('by', 'Who', (row) => row.by, { width: 168, strong: true, fold: 'title' }),
  c.text('kind', 'Kind', (row) => inWords(row.kind), { width: 96 }),
  c.text('what', 'What', (row) => inWords(row.what), { width: 168, fold: 'subtitle' }),
  c.number('rows', 'Rows', (row) => row.rows, { sort: true, width: 88 }),
  c.text('classes', 'Unmasked', (row) => row.classes.map(inWords).join(', '), { width: 220, quiet: true }),
  c.text('reason', 'Why', (row) => row.reason, { width: 260 }),
  c.text('filters', 'Filter', (row) => row.filters, { width: 180, quiet: true }),
  c.text('client', 'Client', (row) => row.clientId, { width: 180, quiet: true }),
];
const filters: FilterSpec[] = [
  {
    id: 'kind',
    label: 'Kind',
    kind: 'choice',
    options: disclosureKinds.map((kind) => ({ value: kind, label: inWords(kind) })),
  },
  { id: 'what', label: 'Field or list', kind: 'text' },
  { id: 'person', label: 'Member of staff (id)', kind: 'text' },
  { id: 'client', label: 'Client (id)', kind: 'text' },
];
const spec = { filters: ['kind', 'what', 'person', 'client'], defaultSort: { by: 'at', dir: 'desc' as const } };
const Asked = ListDisclosures.pick({ kind: true, userId: true, clientId: true, what: true });

/** Who saw what is masked, and who took rows away. */
export function Disclosures() {
  const t = useTranslations('desk.disclosures');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const may = useMay();
  const state = useTableQuery(spec);
  const first = (id: string) => state.query.filters[id]?.[0] ?? null;
  // A typed id that is none asks for everything rather than for an error.
  const asked = Asked.safeParse({
    kind: first('kind'),
    userId: first('person'),
    clientId: first('client'),
    what: first('what'),
  });
  const input = { ...pageInput(state.query), ...(asked.success ? asked.data : {}) };
  const list = useQuery(trpc.disclosures.list.queryOptions(input, { placeholderData: keepPreviousData }));
  return (
    <ListPage
      id="disclosures"
      title={t('title')}
      head={t('state')}
      actions={may('disclosures.rule.set') ? <LimitsDialog /> : null}
      list={list}
      readPage={(place) => api.disclosures.list.query({ ...input, ...place })}
      columns={columns}
      rowId={(row) => row.id}
      state={state}
      filters={filters}
      empty={{ title: t('empty') }}
    />
  );
}
