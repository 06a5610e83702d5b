'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { inWords } from '@/app/_domain/labels';
import { type Answers, useTRPC } from '@/app/_trpc/client';
import { PageHeader } from '@/app/_ui/page-header';
import { columnsOf } from '@/app/_ui/table/columns';
import { DataTable } from '@/app/_ui/table/data-table';
import type { FilterSpec } from '@/app/_ui/table/types';
import { useTableQuery } from '@/app/_ui/table/use-table-query';

type Row = Answers['tenancy']['platform']['listTenants']['rows'][number];

const isWaiting = (row: Row) => row.goLiveRequestedAt !== null && row.vettedAt === null;
const stateOf = (row: Row) =>
  row.status === 'suspended'
    ? ({ label: 'Suspended', tone: 'destructive' } as const)
    : isWaiting(row)
      ? ({ label: 'Waits for vetting', tone: 'pending' } as const)
      : row.environment === 'live'
        ? ({ label: 'Live', tone: 'success' } as const)
        : ({ label: 'Sandbox', tone: 'neutral' } as const);

const c = columnsOf<Row>();
const columns = [
  c.text('name', 'Tenant', (row) => row.name, { fold: 'title', strong: true, note: (row) => row.slug }),
  c.state('state', 'State', stateOf, { width: 150 }),
  c.text('kind', 'Kind', (row) => inWords(row.kind), { width: 108, quiet: true }),
  c.text('organisation', 'Organisation', (row) => row.organisation, { width: 200, quiet: true }),
  c.number('staff', 'Staff', (row) => row.staff, { width: 72 }),
  c.number('clients', 'Clients', (row) => row.clients, { width: 84 }),
  c.time('activity', 'Last activity', (row) => row.lastActivity),
  c.time('created', 'Since', (row) => row.createdAt),
];
const filters: FilterSpec[] = [
  { id: 'search', label: 'Name', kind: 'text' },
  {
    id: 'environment',
    label: 'Environment',
    kind: 'choice',
    options: [
      { value: 'sandbox', label: 'Sandbox' },
      { value: 'live', label: 'Live' },
    ],
  },
  { id: 'vetting', label: 'Vetting', kind: 'choice', options: [{ value: 'waiting', label: 'Waits' }] },
];
const spec = { filters: ['search', 'environment', 'vetting'] };

/** Every company on this platform, those that wait for us first to see. */
export function TenantsTable() {
  const t = useTranslations('platform.tenants');
  const trpc = useTRPC();
  const state = useTableQuery(spec);
  const { search, environment, vetting } = state.query.filters;
  const [place] = environment?.length === 1 ? environment : [];
  const list = useQuery(
    trpc.tenancy.platform.listTenants.queryOptions(
      {
        ...(search?.[0] ? { search: search[0] } : {}),
        ...(place === 'live' || place === 'sandbox' ? { environment: place } : {}),
        ...(vetting?.length ? { waitingForVetting: true } : {}),
      },
      { placeholderData: keepPreviousData },
    ),
  );
  const rows = list.data?.rows;
  return (
    <>
      <PageHeader
        title={t('title')}
        state={
          rows
            ? t.rich('state', {
                count: rows.length,
                waiting: rows.filter(isWaiting).length,
                b: (text) => <b>{text}</b>,
              })
            : null
        }
      />
      <DataTable
        id="tenants"
        label={t('title')}
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        rowLabel={(row) => row.name}
        rowHref={(row) => `/platform/tenants/${row.id}`}
        state={state}
        filters={filters}
        pending={list.isFetching}
        error={list.error ? { retry: () => void list.refetch() } : null}
        page={rows ? { next: null, total: rows.length } : undefined}
        empty={{ title: t('empty'), body: t('emptyBody') }}
      />
    </>
  );
}
