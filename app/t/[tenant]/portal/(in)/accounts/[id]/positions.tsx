'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/app/_trpc/client';
import { Money } from '@/app/_ui/money';
import { Card, CardHeader, ListRow } from '@/app/_ui/panel';
import { SkeletonRows } from '@/app/_ui/skeleton';
import { EmptyState } from '@/app/_ui/states';
import type { Id } from '@/server/kernel/ids';
import { FailedCard } from '../../portal-page';

const everyMs = 5_000;

/** What is open now, each with the price it began at, the price now, and what it has made. */
export function Positions({ id }: { id: Id<'tradingAccount'> }) {
  const t = useTranslations('portal.accounts.detail');
  const trpc = useTRPC();
  const positions = useQuery({
    ...trpc.trading.positions.list.queryOptions({ accountId: id }),
    refetchInterval: everyMs,
  });
  if (positions.error) return <FailedCard error={positions.error} retry={() => void positions.refetch()} />;
  return (
    <Card>
      <CardHeader title={t('positions')} aside={positions.data?.total ? positions.data.total : null} />
      {positions.isPending ? <SkeletonRows rows={2} /> : null}
      {positions.data?.rows.map(({ ticket, symbol, side, lots, openPrice, currentPrice, profit }, index) => (
        <ListRow
          key={ticket}
          className={index === 0 ? 'border-t' : ''}
          title={
            <>
              <bdi>{symbol}</bdi> <span className="font-normal">{t(`side.${side}`)}</span>
            </>
          }
          note={
            <bdi>
              {t('lots', { lots })} {t('at', { price: openPrice })}
            </bdi>
          }
          value={<Money value={profit} sign="always" tone="loss" />}
          valueNote={<bdi>{t('now', { price: currentPrice })}</bdi>}
        />
      ))}
      {positions.data?.rows.length === 0 ? (
        <EmptyState title={t('noPositions')}>{t('noPositionsBody')}</EmptyState>
      ) : null}
    </Card>
  );
}
