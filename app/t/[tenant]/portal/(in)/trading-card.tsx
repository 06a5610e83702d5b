'use client';

import { useTranslations } from 'next-intl';
import { Money, type MoneyValue } from '@/app/_ui/money';
import { Card, CardHeader, ListRow } from '@/app/_ui/panel';
import { SkeletonRows } from '@/app/_ui/skeleton';
import { EmptyState } from '@/app/_ui/states';

type Account = { id: string; login: string; balance: MoneyValue };

/** Accounts by what the books hold on them; what open positions are worth is the platform's to say. */
export function TradingCard({ accounts, isLoading }: { accounts: readonly Account[]; isLoading: boolean }) {
  const t = useTranslations('portal.accounts');
  return (
    <Card>
      <CardHeader title={t('title')} />
      {isLoading ? <SkeletonRows rows={2} /> : null}
      {accounts.map(({ id, login, balance }, index) => (
        <ListRow
          key={id}
          className={index === 0 ? 'border-t' : ''}
          title={<bdi>{t('login', { login })}</bdi>}
          note={t('booked')}
          value={<Money value={balance} />}
        />
      ))}
      {!isLoading && accounts.length === 0 ? <EmptyState title={t('none')}>{t('noneBody')}</EmptyState> : null}
    </Card>
  );
}
