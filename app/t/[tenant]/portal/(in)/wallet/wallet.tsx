'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { Card, CardHeader, ListRow } from '@/app/_ui/panel';
import { SkeletonRows } from '@/app/_ui/skeleton';
import { EmptyState } from '@/app/_ui/states';
import { LastMovements } from '../last-movements';
import { FailedCard, LoadingCard, PortalPage } from '../portal-page';
import { usePlace } from '../portal-place';
import { useAccounts } from '../trading-card';
import { WalletCard } from '../wallet-card';
import { sumsOf, tradingOf, useMoney, walletsOf } from '../wallet-money';
import { WithdrawalCard } from '../withdrawal-card';
import { openWithdrawalStates } from '../withdrawal-steps';
import { AddBankAccount } from './add-bank-account';

export function Wallet() {
  const t = useTranslations('portal.wallet');
  const trpc = useTRPC();
  const { currency } = usePlace();
  const money = useMoney();
  const accounts = useAccounts();
  const open = useQuery(trpc.payments.withdrawals.list.queryOptions({ states: openWithdrawalStates, limit: 10 }));
  return (
    <PortalPage title={t('title')} lead={t('lead')}>
      <div className="flex flex-col gap-4 min-[960px]:grid min-[960px]:grid-cols-2 min-[960px]:items-start min-[960px]:gap-6">
        <div className="flex min-w-0 flex-col gap-4 min-[960px]:gap-6">
          {money.error ? <FailedCard error={money.error} retry={() => void money.refetch()} /> : null}
          {money.isPending ? <LoadingCard /> : null}
          {money.data ? (
            <WalletCard
              wallets={walletsOf(money.data, currency)}
              trading={sumsOf(tradingOf(money.data, accounts.data?.rows))}
              accounts={accounts.data?.rows}
              onItsWay={sumsOf(open.data?.rows.map(({ amount }) => amount) ?? [])}
            />
          ) : null}
          {open.error ? <FailedCard error={open.error} retry={() => void open.refetch()} /> : null}
          {open.data?.rows.map((row) => (
            <WithdrawalCard key={row.id} withdrawal={row} linked />
          ))}
        </div>
        <div className="flex min-w-0 flex-col gap-4 min-[960px]:gap-6">
          <LastMovements wallet={money.data ? (walletsOf(money.data, currency)[0]?.id ?? null) : undefined} />
          <Instruments />
        </div>
      </div>
    </PortalPage>
  );
}

function Instruments() {
  const t = useTranslations('portal.instruments');
  const trpc = useTRPC();
  const list = useQuery(trpc.payments.instruments.list.queryOptions({}));
  if (list.error) return <FailedCard error={list.error} retry={() => void list.refetch()} />;
  return (
    <Card>
      <CardHeader title={t('title')} aside={<AddBankAccount />} />
      {list.isPending ? <SkeletonRows rows={2} /> : null}
      {list.data?.map(({ id, label, holderName, ownership }, index) => (
        <ListRow
          key={id}
          className={index === 0 ? 'border-t' : ''}
          title={<bdi>{label}</bdi>}
          note={<bdi>{holderName ?? t('noName')}</bdi>}
          value={ownership === 'own_name' ? null : <Badge tone="pending">{t(ownership)}</Badge>}
        />
      ))}
      {list.data?.length === 0 ? <EmptyState title={t('none')}>{t('noneBody')}</EmptyState> : null}
    </Card>
  );
}
