'use client';

import { useTranslations } from 'next-intl';
import { FailedCard, PortalPage } from '../portal-page';
import { TradingCard } from '../trading-card';
import { tradingOf, useMoney } from '../wallet-money';

export function Accounts() {
  const t = useTranslations('portal.accounts');
  const money = useMoney();
  const accounts = money.data ? tradingOf(money.data) : [];
  return (
    <PortalPage title={t('title')} lead={t('lead', { count: accounts.length })}>
      {money.error ? (
        <FailedCard error={money.error} retry={() => void money.refetch()} />
      ) : (
        <TradingCard accounts={accounts} isLoading={money.isPending} />
      )}
    </PortalPage>
  );
}
