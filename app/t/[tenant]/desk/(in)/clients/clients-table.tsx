'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { inWords, toneOf } from '@/app/_domain/labels';
import { ListPage } from '@/app/_domain/list-page';
import { useMay } from '@/app/_domain/may';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { formatDecimal } from '@/app/_ui/number';
import { columnsOf } from '@/app/_ui/table/columns';
import type { BulkAction, FilterSpec, RowResult } from '@/app/_ui/table/types';
import { useTableQuery } from '@/app/_ui/table/use-table-query';
import { type Id, isId } from '@/server/kernel/ids';
import { exactTotalMax } from '@/server/kernel/page';
import type { ClientFilter, ClientRow } from '@/server/modules/clients/contract';
import type { ClientChoice } from '@/server/modules/clients/ownership-contract';
import { ClientDrawer } from './client-drawer';
import { ReassignDialog } from './reassign-dialog';
import { clientFilter, clientInput, clientSpec, nobody } from './spec';

const c = columnsOf<ClientRow>();
const columns = [
  c.id('number', 'Client', (row) => row.number, { fold: 'subtitle' }),
  c.text('name', 'Name', (row) => row.name, { fold: 'title', sort: true, strong: true }),
  c.state('verification', 'Verification', (row) =>
    row.verification === 'none' ? null : { label: inWords(row.verification), tone: toneOf(row.verification) },
  ),
  c.text('stage', 'Stage', (row) => inWords(row.stage), { width: 88 }),
  c.text('tier', 'Tier', (row) => row.tier, { width: 72, quiet: true }),
  c.text('brand', 'Brand', (row) => row.brand, { width: 148, quiet: true }),
  c.text('country', 'Country', (row) => row.country, { width: 76, quiet: true }),
  c.text('owner', 'Owner', (row) => row.owner, { width: 128, quiet: true }),
  c.text('desk', 'Desk', (row) => row.desk, { width: 96, quiet: true, extra: true }),
  c.text('email', 'E-mail', (row) => row.email, { width: 168, quiet: true, extra: true }),
  c.text('source', 'Source', (row) => row.source, { width: 112, quiet: true }),
  c.number('holds', 'Holds', (row) => (row.holds === 0 ? null : row.holds), { width: 64 }),
  c.time('registeredAt', 'Registered', (row) => row.registeredAt, { sort: true }),
];

const choice = (values: readonly string[]) => values.map((value) => ({ value, label: inWords(value) }));
const fixedFilters: FilterSpec[] = [
  { id: 'search', label: 'Name, number, e-mail', kind: 'text' },
  {
    id: 'stage',
    label: 'Stage',
    kind: 'choice',
    options: choice(['acquire', 'convert', 'fund', 'trade', 'retain', 'closed']),
  },
  {
    id: 'verification',
    label: 'Verification',
    kind: 'choice',
    options: choice(['none', 'applying', 'in_review', 'approved', 'rejected', 'expired']),
  },
  { id: 'tag', label: 'Tag', kind: 'text' },
  { id: 'tier', label: 'Tier', kind: 'choice', options: choice(['T0', 'T1', 'T2', 'T3', 'restricted']) },
];

/** Owners to filter by, for those who may know how clients are spread. */
function useFilters(): FilterSpec[] {
  const t = useTranslations('desk.clients');
  const trpc = useTRPC();
  const loads = useQuery({ ...trpc.clients.owners.loads.queryOptions({}), retry: false });
  const segments = useQuery({ ...trpc.engagement.segments.choices.queryOptions({}), retry: false });
  return useMemo(() => {
    const people = (loads.data?.rows ?? []).filter(({ clients }) => clients > 0);
    const options = people.map(({ ownerId, name }) => ({ value: String(ownerId), label: name }));
    const owner = { id: 'owner', label: t('owner'), kind: 'choice' } as const;
    const inSegment = { id: 'segment', label: t('segment'), kind: 'choice' } as const;
    const named = (segments.data?.rows ?? []).map(({ id, name }) => ({ value: String(id), label: name }));
    return [
      ...fixedFilters,
      { ...owner, options: [{ value: nobody, label: t('nobody') }, ...options] },
      ...(named.length > 0 ? [{ ...inSegment, options: named }] : []),
    ];
  }, [loads.data, segments.data, t]);
}

type Asking = { of: ClientChoice; answer: (results: readonly RowResult[]) => void };

/** Clients change hands: the chosen rows, or all the list shows. The answers of the run come back to the rows. */
function useReassign() {
  const t = useTranslations('desk.reassign');
  const api = useTRPCClient();
  const refusal = useRefusalText();
  const may = useMay();
  const [asking, setAsking] = useState<Asking | null>(null);
  const action: BulkAction<ClientRow> = {
    id: 'reassign',
    label: (rows) => t('bulk', { count: rows.length }),
    run: (rows) =>
      new Promise((answer) =>
        setAsking({ of: { ids: rows.map((row) => row.id) }, answer: (results) => answer(results) }),
      ),
  };
  const close = async (run: { id: Id<'reassignment'> } | null) => {
    const waiting = asking;
    setAsking(null);
    if (!waiting) return;
    const items = run ? await api.clients.owners.items.query({ id: run.id, limit: 200 }).catch(() => null) : null;
    waiting.answer(
      (items?.rows ?? []).map(({ clientId, state, why }) =>
        state === 'refused'
          ? { id: clientId, ok: false, message: refusal(why ?? 'unknown') }
          : { id: clientId, ok: true },
      ),
    );
  };
  const isAllowed = may('clients.owner.reassign');
  return {
    bulk: isAllowed ? [action] : [],
    all: (filter: ClientFilter) =>
      isAllowed ? <Button onClick={() => setAsking({ of: { filter }, answer: () => {} })}>{t('all')}</Button> : null,
    dialog: asking ? <ReassignDialog of={asking.of} onClose={(run) => void close(run)} /> : null,
  };
}

export function ClientsTable({ base }: { base: string }) {
  const t = useTranslations('desk.clients');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const router = useRouter();
  const state = useTableQuery(clientSpec);
  const input = clientInput(state.query);
  const list = useQuery(trpc.clients.list.queryOptions(input, { placeholderData: keepPreviousData }));
  const filters = useFilters();
  const reassign = useReassign();
  return (
    <>
      <ListPage
        id="clients"
        title={t('title')}
        head={
          <>
            {t('count', { count: list.data?.total ?? `${formatDecimal(list.data?.atLeast ?? exactTotalMax)}+` })}
            {list.data?.isNewestFirst ? ` · ${t('newestFirst')}` : null}
          </>
        }
        list={list}
        readPage={(place) => api.clients.list.query({ ...input, ...place })}
        columns={columns}
        rowId={(row) => row.id}
        rowLabel={(row) => row.name}
        rowHref={(row) => `${base}/clients/${row.id}`}
        drawer={({ id, close }) => (isId('client', id) ? <ClientDrawer id={id} base={base} onClose={close} /> : null)}
        rowActions={(row) => [
          { id: 'page', label: t('openPage'), run: () => router.push(`${base}/clients/${row.id}`) },
        ]}
        actions={reassign.all(clientFilter(state.query))}
        bulkActions={reassign.bulk}
        state={state}
        filters={filters}
        empty={{ title: t('empty'), body: t('emptyBody') }}
      />
      {reassign.dialog}
    </>
  );
}
