'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { inWords } from '@/app/_domain/labels';
import { useTableError } from '@/app/_domain/table-error';
import { useTRPC } from '@/app/_trpc/client';
import { Section } from '@/app/_ui/panel';
import { columnsOf } from '@/app/_ui/table/columns';
import { DataTable } from '@/app/_ui/table/data-table';
import { useTableQuery } from '@/app/_ui/table/use-table-query';
import type { Id } from '@/server/kernel/ids';
import type { DealView } from '@/server/modules/trading/deals-contract';
import { dealInput, dealSpec } from './deals-spec';

const c = columnsOf<DealView>();

/** As the platform wrote them, with our books beside each: a deal that is not booked yet says so. */
export function Deals({ accountId }: { accountId: Id<'tradingAccount'> }) {
  const t = useTranslations('operations.account');
  const trpc = useTRPC();
  const state = useTableQuery(dealSpec);
  const deals = useQuery(
    trpc.trading.deals.list.queryOptions(dealInput(accountId, state.query.cursor), {
      placeholderData: keepPreviousData,
    }),
  );
  const error = useTableError(deals);
  const columns = useMemo(
    () => [
      c.time('at', t('time'), (row) => row.at, { style: 'date-time', zone: 'entity', align: 'start', width: 124 }),
      c.id('ticket', t('ticket'), (row) => row.ticket, { width: 116, fold: 'subtitle' }),
      c.text('action', t('action'), (row) => inWords([row.action, row.entry].filter(Boolean).join(' ')), {
        width: 108,
        fold: 'title',
      }),
      c.text('symbol', t('symbol'), (row) => row.symbol, { width: 92 }),
      c.number('lots', t('lots'), (row) => row.lots, { width: 72 }),
      c.number('price', t('price'), (row) => row.price, { width: 104 }),
      c.money('commission', t('commission'), (row) => row.commission, { tone: 'loss', fold: 'meta', width: 112 }),
      c.money('swap', t('swap'), (row) => row.swap, { tone: 'loss', fold: 'meta', width: 104 }),
      c.money('profit', t('result'), (row) => row.profit, { tone: 'loss' }),
      c.state(
        'booked',
        t('books'),
        (row) =>
          row.isEdited
            ? { label: t('edited'), tone: 'warning' }
            : row.isBooked
              ? null
              : { label: t('notBooked'), tone: 'pending' },
        { width: 112 },
      ),
      c.text('comment', t('comment'), (row) => row.comment, { quiet: true }),
    ],
    [t],
  );
  return (
    <Section title={t('deals')} count={deals.data?.total ?? undefined}>
      <DataTable
        id="account-deals"
        label={t('deals')}
        layout="panel"
        columns={columns}
        rows={deals.data?.rows}
        rowId={(row) => row.id}
        rowLabel={(row) => row.ticket}
        state={state}
        pending={deals.isPlaceholderData}
        error={error}
        page={deals.data ? { next: deals.data.nextCursor, total: deals.data.total } : undefined}
        empty={{ title: t('noDeals') }}
      />
    </Section>
  );
}
