'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo } from 'react';
import { Loaded } from '@/app/_domain/loaded';
import { useTRPC } from '@/app/_trpc/client';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { Section } from '@/app/_ui/panel';
import { DataTable } from '@/app/_ui/table/data-table';
import type { FilterSpec } from '@/app/_ui/table/types';
import { type TableState, useTableQuery } from '@/app/_ui/table/use-table-query';
import type { ExposureSnapshot } from '@/server/modules/risk/contract';
import { Behind } from './behind';
import { Books } from './books';
import { ByCurrency } from './by-currency';
import { exposureColumns } from './exposure-columns';
import { ExposureFigures } from './exposure-figures';
import { exposureSpec } from './exposure-spec';
import { type Line, linesOf, sortLines } from './lines';

/** Positions move all the time; hints of the live stream come on top. */
const lookAgainMs = 10_000;
const currencies = ['EUR', 'USD', 'GBP', 'CHF', 'JPY'];

export function Exposure({ accounts }: { accounts: string }) {
  const t = useTranslations('operations.risk');
  const trpc = useTRPC();
  const state = useTableQuery(exposureSpec);
  const currency = state.query.filters.currency?.[0] ?? null;
  const snapshot = useQuery({
    ...trpc.risk.exposure.snapshot.queryOptions({ currency }, { placeholderData: keepPreviousData }),
    refetchInterval: lookAgainMs,
  });
  return (
    <>
      <PageHeader title={t('title')} state={snapshot.data ? <StateLine data={snapshot.data} /> : null} />
      <PageBody>
        <Loaded query={snapshot} rows={10}>
          {(data) => <Board data={data} state={state} isPending={snapshot.isPlaceholderData} accounts={accounts} />}
        </Loaded>
      </PageBody>
    </>
  );
}

function StateLine({ data }: { data: ExposureSnapshot }) {
  const t = useTranslations('operations.risk');
  const lines = linesOf(data.rows);
  const over = lines.filter((line) => line.overBy !== null);
  const [first] = over;
  const inside = lines.length - over.length;
  if (lines.length === 0) return t('stateEmpty');
  const b = (text: ReactNode) => <b>{text}</b>;
  const rest = data.unvalued.length > 0 ? t('unvalued', { symbols: data.unvalued.join(', ') }) : t('allValued');
  return (
    <>
      {first?.overBy && over.length === 1
        ? t.rich('stateOne', { symbol: first.symbol, lots: first.overBy, b })
        : over.length > 1
          ? t.rich('stateMany', { symbols: over.map((line) => line.symbol).join(', '), b })
          : t.rich('stateInside', { b })}{' '}
      {over.length > 0 ? t('inside', { count: inside }) : null} {rest}
    </>
  );
}

type BoardProps = { data: ExposureSnapshot; state: TableState; isPending: boolean; accounts: string };

function Board({ data, state, isPending, accounts }: BoardProps) {
  const t = useTranslations('operations.risk');
  const { currency } = data;
  const lines = useMemo(() => linesOf(data.rows), [data.rows]);
  const hasA = lines.some((line) => line.passedOn !== null);
  const columns = useMemo(() => exposureColumns(t, currency, hasA), [t, currency, hasA]);
  const filters: FilterSpec[] = useMemo(
    () => [
      {
        id: 'currency',
        label: t('currency'),
        kind: 'choice',
        options: currencies.map((value) => ({ value, label: value })),
      },
    ],
    [t],
  );
  const sort = state.query.sort ?? exposureSpec.defaultSort;
  const rows = sortLines(lines, sort.by, sort.dir === 'asc' ? 'asc' : 'desc');
  const ours = lines.filter((line) => line.isOurs);
  const total = (pick: (line: Line) => Line['notional'], isGross = false) => sumOf(ours.map(pick), currency, isGross);
  return (
    <>
      <ExposureFigures data={data} />
      <Section title={t('bySymbol')} aside={t('sides')}>
        <DataTable
          id="exposure"
          label={t('bySymbol')}
          layout="panel"
          columns={columns}
          rows={rows}
          rowId={(row) => row.symbol}
          state={state}
          filters={filters}
          pending={isPending}
          totals={{
            label: t('symbols', { count: rows.length }),
            money: {
              notional: total((line) => line.notional, true),
              floating: total((line) => line.floating),
              today: total((line) => line.today),
            },
          }}
          empty={{ title: t('nothingOpen'), body: t('nothingOpenBody') }}
          drawer={({ id, row, close }) => <Behind symbol={id} line={row} accounts={accounts} onClose={close} />}
        />
      </Section>
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,1.6fr)]">
        <ByCurrency rows={data.byCurrency} currency={currency} />
        <Books books={data.books} currency={currency} />
      </div>
    </>
  );
}

/** A sum that would need a value that is missing is no sum. */
function sumOf(amounts: readonly Line['notional'][], asset: string, isGross: boolean) {
  let minor = 0n;
  for (const amount of amounts) {
    if (!amount) return [];
    minor += isGross && amount.minor < 0n ? -amount.minor : amount.minor;
  }
  return [{ minor, asset }];
}
