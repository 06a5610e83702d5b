'use client';

import { useQueries, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { inWords, toneOf } from '@/app/_domain/labels';
import { MetricInfo } from '@/app/_domain/metric-info';
import { useTRPC } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { CopyId } from '@/app/_ui/copy-id';
import { Facts, Figures } from '@/app/_ui/figures';
import { Money } from '@/app/_ui/money';
import { Skeleton } from '@/app/_ui/skeleton';
import { useNow } from '@/app/_ui/time/now';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { ClientDetail } from '@/server/modules/clients/contract';
import { netDepositStates } from '@/server/modules/payments/contract';
import { clientFigures, type Sums } from './client-money';

const openWithdrawals = ['in_review', 'collecting', 'approved', 'sending', 'rejecting'];
const quiet = { retry: false } as const;

export function ClientBadges({ client }: { client: ClientDetail }) {
  const t = useTranslations('desk.client');
  return (
    <>
      <CopyId value={client.number} />
      <Badge tone={toneOf(client.verification)}>{inWords(client.verification)}</Badge>
      <Badge tone={toneOf(client.tier)}>{t('tier', { tier: client.tier })}</Badge>
      {client.holds > 0 ? <Badge tone="warning">{t('holds', { count: client.holds })}</Badge> : null}
      {client.possibleDuplicates > 0 ? (
        <Link href="?tab=records">
          <Badge tone="warning">{t('records.perhaps')}</Badge>
        </Link>
      ) : null}
      {client.tags.map((tag) => (
        <Badge key={tag}>{tag}</Badge>
      ))}
    </>
  );
}

function Amounts({ sums }: { sums: Sums | undefined }): ReactNode {
  if (!sums) return <Skeleton className="h-5 w-20" />;
  if (sums.length === 0) return <span className="text-subtle">—</span>;
  return sums.map((sum) => (
    <span key={sum.asset} className="block">
      <Money value={sum} />
    </span>
  ));
}

/** In one round of the batch: ledger, platform accounts, and what came, left and is under way. */
function useFigures(client: ClientDetail) {
  const trpc = useTRPC();
  const clientId = client.id;
  const [ledger, accounts, credited, paid, open] = useQueries({
    queries: [
      { ...trpc.ledger.ofClient.queryOptions({ clientId }), ...quiet },
      { ...trpc.trading.accounts.list.queryOptions({ clientId, limit: 50 }), ...quiet },
      { ...trpc.payments.deposits.list.queryOptions({ clientId, states: [netDepositStates.in], limit: 1 }), ...quiet },
      {
        ...trpc.payments.withdrawals.list.queryOptions({ clientId, states: [netDepositStates.out], limit: 1 }),
        ...quiet,
      },
      { ...trpc.payments.withdrawals.list.queryOptions({ clientId, states: openWithdrawals, limit: 1 }), ...quiet },
    ],
  });
  if ([ledger, accounts, credited, paid, open].some(({ isPending }) => isPending)) return { open };
  const sums = clientFigures({
    ledger: ledger.data?.accounts ?? [],
    accounts: accounts.data?.rows ?? [],
    credited: credited.data?.totals ?? [],
    paidOut: paid.data?.totals ?? [],
    inFlight: open.data?.totals ?? [],
  });
  return { open, sums };
}

/** Who he is to us and how his money stands: the same on his page and in the drawer of any table. */
export function ClientFacts({ client, isNarrow = false }: { client: ClientDetail; isNarrow?: boolean }) {
  const t = useTranslations('desk.client');
  const format = useFormatter();
  const languages = new Intl.DisplayNames(useLocale(), { type: 'language' });
  const now = useNow();
  const trpc = useTRPC();
  const { sums, open } = useFigures(client);
  const work = useQuery({
    ...trpc.work.item.list.queryOptions({ view: 'all', clientId: client.id, limit: 1 }),
    ...quiet,
  });
  const next =
    work.data?.rows[0]?.title ??
    (open.data?.rows[0] ? t('decide', { number: open.data.rows[0].number }) : t('nothing'));
  const local = client.timeZone
    ? format.dateTime(now, { timeZone: client.timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    : '—';
  const facts = [
    { label: t('owner'), value: client.owner ?? client.desk ?? '—' },
    { label: t('entityAndBrand'), value: `${client.entity}, ${client.brand}` },
    { label: t('introducer'), value: client.introducer ?? '—' },
    { label: t('languageAndTime'), value: `${languages.of(client.language) ?? client.language}, ${local}` },
    { label: t('category'), value: inWords(client.category) },
    { label: t('lastContact'), value: client.lastContactAt ? <RelativeTime at={client.lastContactAt} /> : t('never') },
    { label: t('registered'), value: <RelativeTime at={client.registeredAt} /> },
  ];
  const figures = [
    { label: t('equity'), value: <Amounts sums={sums?.equity} /> },
    { label: t('free'), value: <Amounts sums={sums?.free} /> },
    {
      label: <MetricInfo metric="net_deposit">{t('netDeposit')}</MetricInfo>,
      value: <Amounts sums={sums?.netDeposit} />,
    },
    { label: t('inFlight'), value: <Amounts sums={sums?.inFlight} /> },
    { label: t('credit'), value: <Amounts sums={sums?.credit} /> },
    {
      label: t('next'),
      value: <span className="line-clamp-2 whitespace-normal text-sm leading-5">{next}</span>,
      tone: 'accent' as const,
    },
  ];
  return (
    <>
      <Facts facts={facts} {...(isNarrow ? { className: 'justify-start' } : {})} />
      {isNarrow ? (
        <dl className="grid grid-cols-2 gap-x-6 gap-y-3">
          {figures.map(({ label, value }) => (
            <div key={typeof label === 'string' ? label : 'netDeposit'} className="min-w-0">
              <dt className="text-2xs text-muted-foreground">{label}</dt>
              <dd className="no-wrap-num font-semibold">{value}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <Figures figures={figures} />
      )}
    </>
  );
}
