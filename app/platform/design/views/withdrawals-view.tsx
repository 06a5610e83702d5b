'use client';

import { Ban, MessageCircle } from 'lucide-react';
import { Button } from '@/app/_ui/button';
import { cn } from '@/app/_ui/cn';
import { Gauge } from '@/app/_ui/gauge';
import { Kbd } from '@/app/_ui/kbd';
import { Money } from '@/app/_ui/money';
import { formatMinor } from '@/app/_ui/number';
import { PageHeader } from '@/app/_ui/page-header';
import { columnsOf } from '@/app/_ui/table/columns';
import { DataTable } from '@/app/_ui/table/data-table';
import type { FilterSpec, Grouping } from '@/app/_ui/table/types';
import { useTableQuery } from '@/app/_ui/table/use-table-query';
import { at, runs, type Withdrawal, withdrawals } from '../data';
import { DesignFrame } from '../frame';
import { WithdrawalDrawer } from './withdrawal-drawer';

const c = columnsOf<Withdrawal>();
const columns = [
  c.id('id', 'Request', (row) => row.id, { fold: 'subtitle' }),
  c.text('client', 'Client', (row) => row.client, { fold: 'title', sort: true }),
  c.money('amount', 'Amount, EUR', (row) => ({ minor: row.minor, asset: 'EUR' }), { bare: true, sort: true }),
  c.text('iban', 'IBAN', (row) => `•• ${row.iban}`, { width: 92, quiet: true, fold: 'hide' }),
  c.custom(
    'checks',
    'Checks',
    (row) => (
      <span className={row.passed < 8 ? 'font-medium text-warning' : 'text-muted-foreground'}>{row.passed}/8</span>
    ),
    { align: 'end', width: 76, text: (row) => `${row.passed} of 8` },
  ),
  c.text('approvals', 'Approvals', (row) => row.approvals, { align: 'end', width: 92, quiet: true }),
  c.due('due', 'Due in', (row) => (row.band === 'auto' ? null : at(`${row.due}:00`)), {
    sort: true,
    soonMs: 25 * 60_000,
  }),
];

const filters: readonly FilterSpec[] = [
  {
    id: 'run',
    label: 'Run',
    kind: 'choice',
    options: runs.map((run) => ({ value: run.id, label: `${run.name} ${run.asset}, ${run.at}` })),
  },
  {
    id: 'state',
    label: 'State',
    kind: 'choice',
    options: [
      { value: 'waiting', label: 'waiting' },
      { value: 'held', label: 'held' },
    ],
  },
  { id: 'asked', label: 'Asked', kind: 'date-range' },
  { id: 'amount', label: 'Amount', kind: 'number-range' },
  { id: 'client', label: 'Client', kind: 'text' },
];

const bands = {
  two: { label: 'Two approvals, above 2,500.00', note: 'a second person for each' },
  one: { label: 'One approval, 500.01 to 2,500.00', note: 'bulk allowed inside this band' },
  auto: { label: 'Automatic, up to 500.00', note: 'leave with the run at 16:00' },
};

const sum = (rows: readonly Withdrawal[]) => rows.reduce((total, row) => total + row.minor, 0n);
const groups: Grouping<Withdrawal> = {
  of: (row) => row.band,
  head: (key, rows) => {
    const band = bands[key === 'two' || key === 'one' ? key : 'auto'];
    return { label: band.label, count: rows.length, note: band.note, cells: { amount: formatMinor(sum(rows), 2) } };
  },
};

function Run({ run, isCurrent }: { run: (typeof runs)[number]; isCurrent: boolean }) {
  const short = run.minor - run.funded;
  const exponent = run.asset === 'USDT' ? 6 : 2;
  return (
    <div
      className={cn(
        'flex min-w-52 flex-1 flex-col gap-1 whitespace-nowrap border-e px-4 py-2.5 first:ps-6 last:border-e-0',
        isCurrent && 'bg-primary-muted shadow-[inset_0_-2px_0_var(--primary)]',
      )}
    >
      <div className="flex justify-between gap-2">
        <span className="font-medium">
          {run.name} <span className="font-normal text-2xs text-subtle">{run.asset}</span>
        </span>
        <span className={cn('text-muted-foreground text-xs', short > 0n && 'font-medium text-warning')}>
          {run.left}
        </span>
      </div>
      <div className="flex items-baseline justify-between">
        <span className="font-semibold text-lg tracking-[-0.01em]">
          {formatMinor(exponent === 6 ? run.minor / 10_000n : run.minor, 2)}
        </span>
        <span className="text-muted-foreground text-xs">{run.count}</span>
      </div>
      <Gauge
        label={`${run.name} against prefunding`}
        value={Number(run.minor) / Number(run.funded)}
        tone={short > 0n ? 'over' : 'default'}
      />
      <div className="flex justify-between gap-2 text-muted-foreground text-xs">
        {short > 0n ? (
          <span className="font-medium text-destructive">short {formatMinor(short / 10_000n, 2)}</span>
        ) : (
          <span className="truncate">of {formatMinor(run.funded, 2)} prefunded</span>
        )}
        <span>{run.at}</span>
      </div>
    </div>
  );
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export function WithdrawalsView() {
  const state = useTableQuery({ filters: filters.map((filter) => filter.id) });
  return (
    <DesignFrame>
      <PageHeader
        title="Withdrawals"
        state={
          <>
            <b>41 wait in 5 runs, 2 are over time.</b> The USDT run is short by 6,720.50 and leaves in 48 m.
          </>
        }
        actions={
          <>
            <Button>Top up USDT float</Button>
            <Button variant="primary">
              Next that needs you <Kbd>↵</Kbd>
            </Button>
          </>
        }
      />
      <section
        aria-label="Payout runs"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways on a phone, and keys must reach that
        tabIndex={0}
        className="flex shrink-0 overflow-x-auto border-y outline-offset-[-2px]"
      >
        {runs.map((run) => (
          <Run key={run.id} run={run} isCurrent={run.id === 'sepa'} />
        ))}
      </section>
      <DataTable
        id="withdrawals"
        label="Withdrawals of this run"
        columns={columns}
        rows={withdrawals}
        rowId={(row) => row.id}
        state={state}
        filters={filters}
        groups={groups}
        density="compact"
        page={{ next: null, total: 18 }}
        totals={{ label: '18 requests, one currency', money: { amount: [{ minor: sum(withdrawals), asset: 'EUR' }] } }}
        drawer={({ row, close }) => <WithdrawalDrawer row={row} onClose={close} />}
        rowActions={(row) => [
          { id: 'ask', label: 'Ask client', icon: <MessageCircle size={14} />, run: () => undefined },
          {
            id: 'reject',
            label: 'Reject',
            icon: <Ban size={14} />,
            tone: 'danger',
            run: () => undefined,
            ...(row.band === 'auto' ? { disabledReason: 'It leaves by itself' } : {}),
          },
        ]}
        bulkSummary={(rows) => <Money value={{ minor: sum(rows), asset: 'EUR' }} />}
        bulkActions={[
          {
            id: 'reject',
            label: (rows) => `Reject ${rows.length}`,
            confirm: (rows) => ({
              title: `Reject ${rows.length} withdrawals?`,
              consequence: `${formatMinor(sum(rows), 2)} EUR go back to their wallets, and each client is told what to do.`,
              confirmLabel: `Reject ${rows.length}`,
              reason: 'required',
            }),
            tone: 'danger',
            run: async (rows) => {
              await pause(600);
              return rows.map((row) => ({ id: row.id, ok: true }));
            },
          },
          {
            id: 'approve',
            label: (rows) => `Approve ${rows.length}`,
            keys: 'shift+a',
            blocked: (rows) => (new Set(rows.map((row) => row.band)).size > 1 ? 'Only inside one approval band' : null),
            run: async (rows) => {
              await pause(600);
              return rows.map((row, index) =>
                index === 1
                  ? { id: row.id, ok: false, message: 'Destination is younger than 72 h' }
                  : { id: row.id, ok: true, message: 'Approved' },
              );
            },
          },
        ]}
        views={{
          canShare: true,
          list: [
            {
              id: 'v1',
              name: 'Finance and onboarding',
              scope: 'team',
              search: 'sort=due.asc&state=waiting',
              columns: null,
            },
          ],
          onSave: async () => {
            await pause(300);
          },
        }}
      />
    </DesignFrame>
  );
}
