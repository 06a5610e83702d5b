'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { inWords, toneOf } from '@/app/_domain/labels';
import { ListPage } from '@/app/_domain/list-page';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { columnsOf } from '@/app/_ui/table/columns';
import type { FilterSpec } from '@/app/_ui/table/types';
import { useTableQuery } from '@/app/_ui/table/use-table-query';
import { isId } from '@/server/kernel/ids';
import type { ClientRow } from '@/server/modules/clients/contract';
import { ClientDrawer } from './client-drawer';
import { clientInput, clientSpec } from './spec';

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
  c.text('email', 'E-mail', (row) => row.email, { width: 168, quiet: true, extra: true }),
  c.text('source', 'Source', (row) => row.source, { width: 112, quiet: true }),
  c.number('holds', 'Holds', (row) => (row.holds === 0 ? null : row.holds), { width: 64 }),
  c.time('registeredAt', 'Registered', (row) => row.registeredAt, { sort: true }),
];

const choice = (values: readonly string[]) => values.map((value) => ({ value, label: inWords(value) }));
const filters: FilterSpec[] = [
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
  { id: 'tier', label: 'Tier', kind: 'choice', options: choice(['T0', 'T1', 'T2', 'T3', 'restricted']) },
];
export function ClientsTable({ base }: { base: string }) {
  const t = useTranslations('desk.clients');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const router = useRouter();
  const state = useTableQuery(clientSpec);
  const input = clientInput(state.query);
  const list = useQuery(trpc.clients.list.queryOptions(input, { placeholderData: keepPreviousData }));
  return (
    <ListPage
      id="clients"
      title={t('title')}
      head={t('count', { count: list.data?.total ?? '10,000+' })}
      list={list}
      readPage={(place) => api.clients.list.query({ ...input, ...place })}
      columns={columns}
      rowId={(row) => row.id}
      rowLabel={(row) => row.name}
      rowHref={(row) => `${base}/clients/${row.id}`}
      drawer={({ id, close }) => (isId('client', id) ? <ClientDrawer id={id} base={base} onClose={close} /> : null)}
      rowActions={(row) => [{ id: 'page', label: t('openPage'), run: () => router.push(`${base}/clients/${row.id}`) }]}
      state={state}
      filters={filters}
      empty={{ title: t('empty'), body: t('emptyBody') }}
    />
  );
}
