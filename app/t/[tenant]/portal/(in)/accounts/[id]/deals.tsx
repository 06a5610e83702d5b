'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/app/_trpc/client';
import { Money } from '@/app/_ui/money';
import { Card, CardHeader, ListRow } from '@/app/_ui/panel';
import { SkeletonRows } from '@/app/_ui/skeleton';
import { EmptyState } from '@/app/_ui/states';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { Id } from '@/server/kernel/ids';
import { FailedCard } from '../../portal-page';
import { recentDeals } from '../accounts-input';

type Deal = NonNullable<ReturnType<typeof useDeals>['data']>['rows'][number];
const everyMs = 10_000;

function useDeals(id: Id<'tradingAccount'>) {
  const trpc = useTRPC();
  return useQuery({
    ...trpc.trading.deals.list.queryOptions({ accountId: id, limit: recentDeals }),
    refetchInterval: everyMs,
  });
}

/** The last deals as the platform wrote them; those that move money only say so. */
export function Deals({ id }: { id: Id<'tradingAccount'> }) {
  const t = useTranslations('portal.accounts.detail');
  const deals = useDeals(id);
  if (deals.error) return <FailedCard error={deals.error} retry={() => void deals.refetch()} />;
  return (
    <Card>
      <CardHeader title={t('deals')} />
      {deals.isPending ? <SkeletonRows rows={3} /> : null}
      {deals.data?.rows.map((deal, index) => (
        <DealLine key={deal.id} deal={deal} className={index === 0 ? 'border-t' : ''} />
      ))}
      {deals.data?.rows.length === 0 ? <EmptyState title={t('noDeals')}>{t('noDealsBody')}</EmptyState> : null}
    </Card>
  );
}

function DealLine({ deal, className }: { deal: Deal; className: string }) {
  const t = useTranslations('portal.accounts.detail');
  const { symbol, action, entry, lots, price, profit, at } = deal;
  const isTrade = action === 'buy' || action === 'sell';
  const key = `entry.${entry}` as 'entry.in'; // text on the wire
  return (
    <ListRow
      className={className}
      title={
        isTrade ? (
          <>
            <bdi>{symbol}</bdi>{' '}
            <span className="font-normal">
              {t(`side.${action}`)}, {t.has(key) ? t(key) : t('entry.other')}
            </span>
          </>
        ) : (
          t('money')
        )
      }
      note={
        <>
          {isTrade && lots && price ? (
            <bdi>
              {t('lots', { lots })} {t('at', { price })} ·{' '}
            </bdi>
          ) : null}
          <RelativeTime at={at} style="date-time" />
        </>
      }
      value={profit ? <Money value={profit} sign="always" tone="loss" /> : null}
    />
  );
}
