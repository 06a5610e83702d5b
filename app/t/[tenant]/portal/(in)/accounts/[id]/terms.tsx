'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useTRPC } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { Card, CardBody, CardHeader } from '@/app/_ui/panel';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { AccountRow } from '@/server/modules/trading/contract';
import { usePlace } from '../../portal-place';

/** On what terms the account is traded; where trading is limited, why, and what opens it again. */
export function Terms({ account }: { account: AccountRow & { serverId: string | null } }) {
  const t = useTranslations('portal.accounts');
  const { decided, observed, pendingLeverage, pendingFrom, login, serverId, platform, currency } = account;
  const { trading, leverage } = observed ?? decided;
  const mode = decided.trading === 'full' ? trading : decided.trading;
  const rows: [string, ReactNode][] = [
    [t('detail.type'), <bdi key="type">{account.offerName}</bdi>],
    [t('detail.platform'), platform.toUpperCase()],
    ...(serverId
      ? ([[t('detail.server'), <bdi key="server">{serverId}</bdi>]] as const).map(([a, b]): [string, ReactNode] => [
          a,
          b,
        ])
      : []),
    ...(login ? [[t('detail.number'), <bdi key="login">{login}</bdi>] satisfies [string, ReactNode]] : []),
    [t('detail.currency'), currency],
    [
      t('detail.leverage'),
      <bdi key="leverage" dir="ltr">
        {t('leverage', { leverage })}
      </bdi>,
    ],
    [t('detail.trading'), t(`detail.mode.${mode}`)],
    [t('detail.opened'), <RelativeTime key="opened" at={account.createdAt} style="date" />],
  ];
  return (
    <Card>
      <CardHeader title={t('detail.terms')} />
      <dl className="divide-y border-t">
        {rows.map(([label, value]) => (
          <div key={label} className="flex min-h-11 items-center justify-between gap-4 px-4 py-2 sm:px-6">
            <dt className="text-muted-foreground">{label}</dt>
            <dd className="text-end font-medium">{value}</dd>
          </div>
        ))}
      </dl>
      {pendingLeverage !== null && pendingFrom !== null ? (
        <p className="border-t px-4 py-3 text-warning text-sm sm:px-6">
          {t.rich('detail.leverageSoon', {
            leverage: pendingLeverage,
            time: () => <RelativeTime at={pendingFrom} style="date-time" />,
          })}
        </p>
      ) : null}
      {mode === 'full' ? null : <WhyLimited />}
    </Card>
  );
}

function WhyLimited() {
  const t = useTranslations('portal.accounts.detail');
  const trpc = useTRPC();
  const { base } = usePlace();
  const standing = useQuery(trpc.clients.me.queryOptions({}));
  if (!standing.data) return null;
  const { facets, capabilities } = standing.data;
  const mayRenew = facets.verification === 'expired';
  const causes = [`verification_${facets.verification}`, ...capabilities.trade.reasons];
  // What a hold is about is not told to whom it holds; such causes read as a review.
  const known = causes.map((cause) => `why.${cause}` as 'why.other').find((key) => t.has(key));
  return (
    <CardBody className="border-t">
      <p>{t(known ?? 'why.other')}</p>
      {mayRenew ? (
        <Button className="mt-3" asChild>
          <Link href={`${base}/verify`}>{t('renew')}</Link>
        </Button>
      ) : null}
    </CardBody>
  );
}
