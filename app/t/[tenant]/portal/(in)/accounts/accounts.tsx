'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/app/_trpc/client';
import { PortalPage } from '../portal-page';
import { TradingCard, useAccounts } from '../trading-card';

export function Accounts() {
  const t = useTranslations('portal.accounts');
  const trpc = useTRPC();
  const accounts = useAccounts();
  const standing = useQuery(trpc.clients.me.queryOptions({}));
  return (
    <PortalPage
      title={t('title')}
      {...(accounts.data ? { lead: t('lead', { count: accounts.data.rows.length }) } : {})}
    >
      <TradingCard accounts={accounts} mayOpen={standing.data?.capabilities.openAccount.state === 'allowed'} />
    </PortalPage>
  );
}
