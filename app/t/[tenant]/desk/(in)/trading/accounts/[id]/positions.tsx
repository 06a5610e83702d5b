'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { Loaded } from '@/app/_domain/loaded';
import { useTRPC } from '@/app/_trpc/client';
import { Section } from '@/app/_ui/panel';
import { EmptyState } from '@/app/_ui/states';
import { columnsOf } from '@/app/_ui/table/columns';
import { PlainTable } from '@/app/_ui/table/plain-table';
import type { Id } from '@/server/kernel/ids';
import type { PositionView } from '@/server/modules/trading/deals-contract';

const c = columnsOf<PositionView>();

export function Positions({ accountId }: { accountId: Id<'tradingAccount'> }) {
  const t = useTranslations('operations.account');
  const trpc = useTRPC();
  const positions = useQuery({ ...trpc.trading.positions.list.queryOptions({ accountId }), refetchInterval: 10_000 });
  const columns = useMemo(
    () => [
      c.text('symbol', t('symbol'), (row) => row.symbol, { strong: true, fold: 'title', width: 104 }),
      c.text('side', t('side'), (row) => t(row.side), { width: 64 }),
      c.number('lots', t('lots'), (row) => row.lots, { width: 80 }),
      c.number('openPrice', t('openPrice'), (row) => row.openPrice, { width: 112 }),
      c.number('currentPrice', t('price'), (row) => row.currentPrice, { width: 112 }),
      c.number('stopLoss', t('stopLoss'), (row) => row.stopLoss, { width: 104, quiet: true }),
      c.number('takeProfit', t('takeProfit'), (row) => row.takeProfit, { width: 104, quiet: true }),
      c.money('swap', t('swap'), (row) => row.swap, { tone: 'loss', fold: 'meta', width: 112 }),
      c.money('profit', t('result'), (row) => row.profit, { tone: 'loss' }),
      c.id('ticket', t('ticket'), (row) => row.ticket, { width: 116, fold: 'meta' }),
      c.time('openedAt', t('since'), (row) => row.openedAt, { zone: 'entity' }),
    ],
    [t],
  );
  return (
    <Section title={t('positions')} count={positions.data?.total}>
      <Loaded query={positions}>
        {({ rows }) => (
          <PlainTable
            label={t('positions')}
            columns={columns}
            rows={rows}
            rowId={(row) => row.ticket}
            totals={{
              label: t('open', { count: rows.length }),
              money: { profit: sum(rows, 'profit'), swap: sum(rows, 'swap') },
            }}
            empty={<EmptyState title={t('noPositions')} />}
          />
        )}
      </Loaded>
    </Section>
  );
}

function sum(rows: readonly PositionView[], field: 'profit' | 'swap') {
  const [first] = rows;
  return first ? [{ asset: first[field].asset, minor: rows.reduce((total, row) => total + row[field].minor, 0n) }] : [];
}
