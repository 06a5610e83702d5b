'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useTRPC } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { Money, type MoneyValue } from '@/app/_ui/money';
import { Card, CardBody } from '@/app/_ui/panel';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { Id } from '@/server/kernel/ids';
import type { AccountRow } from '@/server/modules/trading/contract';
import { FailedCard, LoadingCard, PortalPage } from '../../portal-page';
import { usePlace } from '../../portal-place';
import { holdsMoney, useAccountName, useAccountState } from '../account-words';
import { Deals } from './deals';
import { Moves } from './moves';
import { PasswordCard } from './password-card';
import { Positions } from './positions';
import { Terms } from './terms';

/** Waiting for the platform is watched closely; an open account is looked at now and then. */
const soonMs = 2_000;
const calmMs = 10_000;

export function AccountDetail({ id }: { id: Id<'tradingAccount'> }) {
  const t = useTranslations('portal.accounts');
  const trpc = useTRPC();
  const name = useAccountName();
  const stateOf = useAccountState();
  const account = useQuery({
    ...trpc.trading.accounts.read.queryOptions({ id }),
    refetchInterval: ({ state: { data } }) =>
      data?.state === 'provisioning' || data?.operations.some(({ settledAt }) => settledAt === null) ? soonMs : calmMs,
  });
  const back = { path: '/accounts', label: t('back') };
  const { data } = account;
  if (!data)
    return (
      <PortalPage title={t('title')} back={back}>
        {account.error ? (
          <FailedCard error={account.error} retry={() => void account.refetch()} />
        ) : (
          <LoadingCard rows={6} />
        )}
      </PortalPage>
    );
  const { body, short, tone } = stateOf(data.state);
  const isThere = data.login !== null;
  const title = (
    <span className="inline-flex flex-wrap items-center gap-3">
      <bdi>{name(data)}</bdi>
      {data.state === 'active' ? null : <Badge tone={tone}>{short}</Badge>}
      {data.environment === 'demo' ? <Badge plain>{t('demo')}</Badge> : null}
    </span>
  );
  return (
    <PortalPage title={title} lead={<span role="status">{body}</span>} back={back}>
      {data.login ? <PasswordCard id={id} login={data.login} mayShow={data.mayShowPassword} /> : null}
      <div className="flex flex-col gap-4 min-[960px]:grid min-[960px]:grid-cols-[minmax(0,1fr)_400px] min-[960px]:items-start min-[960px]:gap-6">
        <div className="contents flex-col gap-6 min-[960px]:flex">
          {isThere ? (
            <>
              <MoneyCard account={data} />
              <Positions id={id} />
              <Deals id={id} />
            </>
          ) : (
            <LoadingCard rows={3} />
          )}
        </div>
        <div className="contents flex-col gap-6 min-[960px]:flex">
          <Terms account={data} />
          {isThere ? <Moves operations={data.operations} /> : null}
        </div>
      </div>
    </PortalPage>
  );
}

/** What the platform says the account is worth now, and what can be done with it. */
function MoneyCard({ account }: { account: AccountRow & { ledgerBalance: MoneyValue } }) {
  const t = useTranslations('portal.accounts');
  const { base } = usePlace();
  const { id, equity, ledgerBalance, balance, freeMargin, margin, floating, seenAt } = account;
  return (
    <Card>
      <CardBody>
        <p className="text-muted-foreground text-sm">{t(equity ? 'equity' : 'balance')}</p>
        <p className="font-semibold text-3xl tracking-[-0.03em]">
          <Money value={equity ?? ledgerBalance} />
        </p>
        <p className="mt-1 text-muted-foreground text-sm">
          {seenAt ? t.rich('asOf', { time: () => <RelativeTime at={seenAt} /> }) : t('notSeen')}
        </p>
        {holdsMoney(account) ? (
          <div className="mt-4 grid grid-cols-2 gap-2">
            <Button variant="primary" asChild>
              <Link href={`${base}/accounts/${id}/move`}>{t('detail.move')}</Link>
            </Button>
            <Button asChild>
              <Link href={`${base}/wallet/withdraw?from=${id}`}>{t('detail.withdraw')}</Link>
            </Button>
          </div>
        ) : null}
      </CardBody>
      <dl className="grid grid-cols-2 gap-px border-t bg-border [&>div]:bg-muted [&>div]:px-4 [&>div]:py-3 sm:[&>div]:px-6">
        <Sum label={t('balance')} value={balance ?? ledgerBalance} />
        <Sum label={t('floating')} value={floating} signed />
        <Sum label={t('margin')} value={margin} />
        <Sum label={t('freeMargin')} value={freeMargin} />
      </dl>
    </Card>
  );
}

function Sum({ label, value, signed }: { label: ReactNode; value: MoneyValue | null; signed?: boolean }) {
  return (
    <div>
      <dt className="text-muted-foreground text-sm">{label}</dt>
      <dd className="font-medium">
        {value ? <Money value={value} tone="loss" {...(signed ? { sign: 'always' } : {})} /> : '–'}
      </dd>
    </div>
  );
}
