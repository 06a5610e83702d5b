'use client';

import { Button } from '@/app/_ui/button';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { Section } from '@/app/_ui/panel';
import { columnsOf } from '@/app/_ui/table/columns';
import { DataTable } from '@/app/_ui/table/data-table';
import { useTableQuery } from '@/app/_ui/table/use-table-query';
import { toast } from '@/app/_ui/toaster';
import { at } from '../data';
import { DesignFrame } from '../frame';

type Deposit = {
  id: string;
  client: string;
  minor: bigint;
  asset: string;
  state: 'paid' | 'failed' | 'waiting';
  at: string;
};
const deposits: readonly Deposit[] = [
  { id: 'D-90122', client: 'Marit Oosterveld', minor: 120000n, asset: 'EUR', state: 'paid', at: at('09:10:00') },
  { id: 'D-90131', client: 'عبد الرحمن الخليفة', minor: 2500000n, asset: 'USD', state: 'waiting', at: at('11:52:40') },
  { id: 'D-90140', client: 'Ольга Белова', minor: 512345678n, asset: 'USDT', state: 'paid', at: at('13:01:12') },
  { id: 'D-90144', client: 'Ewa Stolarz', minor: -25000n, asset: 'EUR', state: 'failed', at: at('14:40:02') },
];
const states = {
  failed: { label: 'Charged back', tone: 'destructive' },
  waiting: { label: 'Waits on bank', tone: 'pending' },
} as const;

const c = columnsOf<Deposit>();
const columns = [
  c.id('id', 'Deposit', (row) => row.id, { fold: 'subtitle' }),
  c.text('client', 'Client', (row) => row.client, { fold: 'title', strong: true, sort: true }),
  c.money('amount', 'Amount', (row) => row, { sort: true, tone: 'loss' }),
  c.state('state', 'State', (row) => (row.state === 'paid' ? null : states[row.state])),
  c.time('at', 'Arrived', (row) => row.at, { sort: true }),
  c.time('exact', 'Arrived, server', (row) => row.at, { style: 'exact', zone: 'server', extra: true, width: 200 }),
];
const spec = { filters: ['state'], prefix: 'd.', defaultSort: { by: 'at', dir: 'desc' } } as const;

/** The table in each of its states, and with what it must survive: several currencies, scripts and charge-backs. */
export function TablesView() {
  const state = useTableQuery(spec);
  const frame = { columns, rowId: (row: Deposit) => row.id, state, layout: 'panel' } as const;
  return (
    <DesignFrame>
      <PageHeader
        title="Tables"
        state={
          <>
            <b>One table, five states.</b> Rows, loading, empty, nothing found, error.
          </>
        }
      />
      <PageBody>
        <Section title="Rows" count={4}>
          <DataTable
            {...frame}
            id="deposits"
            label="Deposits"
            rows={deposits}
            page={{ next: 'c2', total: null }}
            rowHref={(row) => `/platform/design/client?from=${row.id}`}
            rowActions={() => [
              { id: 'match', label: 'Match by hand', run: () => toast.info('Not in the design pages') },
            ]}
            totals={{
              label: '4 deposits, three currencies',
              money: {
                amount: [
                  { minor: 95000n, asset: 'EUR' },
                  { minor: 2500000n, asset: 'USD' },
                  { minor: 512345678n, asset: 'USDT' },
                ],
              },
            }}
          />
        </Section>
        <div className="grid items-start gap-6 xl:grid-cols-2">
          <Section title="Loading">
            <DataTable {...frame} id="loading" label="Loading deposits" rows={undefined} />
          </Section>
          <div className="flex flex-col gap-6">
            <Section title="Empty">
              <DataTable
                {...frame}
                id="empty"
                label="No deposits"
                rows={[]}
                empty={{
                  title: 'No deposits yet',
                  body: 'They appear here as soon as a payment provider reports one. Connect one first.',
                  action: <Button size="sm">Connect a provider</Button>,
                }}
              />
            </Section>
            <Section title="Error">
              <DataTable
                {...frame}
                id="error"
                label="Deposits that did not load"
                rows={undefined}
                error={{ reference: 'e-7f3a-20c1', retry: () => toast.success('Asked again') }}
              />
            </Section>
          </div>
        </div>
      </PageBody>
    </DesignFrame>
  );
}
