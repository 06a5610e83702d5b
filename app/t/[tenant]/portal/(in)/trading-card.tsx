'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useTRPC } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { Money } from '@/app/_ui/money';
import { Card, CardHeader, ListRow } from '@/app/_ui/panel';
import { SkeletonRows } from '@/app/_ui/skeleton';
import { EmptyState } from '@/app/_ui/states';
import type { AccountRow } from '@/server/modules/trading/contract';
import { useAccountName, useAccountState } from './accounts/account-words';
import { accountsInput } from './accounts/accounts-input';
import { FailedCard } from './portal-page';
import { usePlace } from './portal-place';

/** While one is being opened it is asked for more often: its owner is watching. */
export function useAccounts() {
  const trpc = useTRPC();
  return useQuery({
    ...trpc.trading.accounts.list.queryOptions(accountsInput),
    refetchInterval: ({ state }) =>
      state.data?.rows.some((row) => row.state === 'provisioning') === true ? 2_000 : 30_000,
  });
}

type Props = { accounts: ReturnType<typeof useAccounts>; mayOpen: boolean };

/** Each account with its equity; the platform is asked what open positions are worth. */
export function TradingCard({ accounts, mayOpen }: Props) {
  const t = useTranslations('portal.accounts');
  const { base } = usePlace();
  const { data, error, isPending } = accounts;
  const address = `${base}/accounts/new`;
  const another = mayOpen ? (
    <Link href={address} className="inline-flex min-h-11 items-center font-medium text-primary">
      {t('open')}
    </Link>
  ) : null;
  const open = mayOpen ? (
    <Button asChild>
      <Link href={address}>{t('open')}</Link>
    </Button>
  ) : null;
  if (error) return <FailedCard error={error} retry={() => void accounts.refetch()} />;
  return (
    <Card>
      <CardHeader title={t('title')} aside={data?.rows.length ? another : null} />
      {isPending ? <SkeletonRows rows={2} /> : null}
      {data?.rows.map((account, index) => (
        <Link
          key={account.id}
          href={`${base}/accounts/${account.id}`}
          className="block hover:bg-accent focus-visible:outline-offset-[-2px]"
        >
          <AccountLine account={account} className={index === 0 ? 'border-t' : ''} />
        </Link>
      ))}
      {data?.rows.length === 0 ? (
        <EmptyState title={t('none')} action={open}>
          {t(mayOpen ? 'noneReady' : 'noneBody')}
        </EmptyState>
      ) : null}
    </Card>
  );
}

function AccountLine({ account, className }: { account: AccountRow; className: string }) {
  const t = useTranslations('portal.accounts');
  const name = useAccountName();
  const stateOf = useAccountState();
  const { platform, currency, observed, decided, state, equity, environment } = account;
  const { short, tone } = stateOf(state);
  const leverage = t('leverage', { leverage: observed?.leverage ?? decided.leverage });
  const value: ReactNode = state === 'active' && equity ? <Money value={equity} /> : <Badge tone={tone}>{short}</Badge>;
  return (
    <ListRow
      className={className}
      title={<bdi>{name(account)}</bdi>}
      note={
        <bdi dir="ltr">
          {platform.toUpperCase()} · {currency} · {leverage}
          {environment === 'demo' ? ` · ${t('demo')}` : ''}
        </bdi>
      }
      value={value}
      {...(state === 'active' && equity ? { valueNote: t('equity') } : {})}
    />
  );
}
