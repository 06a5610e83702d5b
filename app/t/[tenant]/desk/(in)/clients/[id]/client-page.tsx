'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { AuditTimeline } from '@/app/_domain/audit-timeline';
import { inWords, toneOf } from '@/app/_domain/labels';
import { Section } from '@/app/_domain/section';
import { useTRPC } from '@/app/_trpc/client';
import { Avatar } from '@/app/_ui/avatar';
import { Badge } from '@/app/_ui/badge';
import { CopyId } from '@/app/_ui/copy-id';
import { Facts, Figures } from '@/app/_ui/figures';
import { Money } from '@/app/_ui/money';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { PageCrumb } from '@/app/_ui/shell/page-crumb';
import { Skeleton } from '@/app/_ui/skeleton';
import { EmptyState, ErrorState } from '@/app/_ui/states';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { Id } from '@/server/kernel/ids';
import { Journey } from './journey';
import { Notes } from './notes';

/** One client, one page: who, where he stands, his money, what needs doing, and everything that happened. */
export function ClientPage({ id }: { id: Id<'client'> }) {
  const t = useTranslations('desk.client');
  const trpc = useTRPC();
  const client = useQuery(trpc.clients.read.queryOptions({ id }));
  const money = useQuery({ ...trpc.ledger.ofClient.queryOptions({ clientId: id }), retry: false });
  const withdrawals = useQuery({
    ...trpc.payments.withdrawals.list.queryOptions({ clientId: id, limit: 5 }),
    retry: false,
  });
  const deposits = useQuery({ ...trpc.payments.deposits.list.queryOptions({ clientId: id, limit: 5 }), retry: false });
  const story = useQuery({ ...trpc.clients.timeline.queryOptions({ clientId: id }), retry: false });
  if (client.error) return <ErrorState title={t('missing')} />;
  if (!client.data) return <Skeleton className="m-6 h-72" />;
  const row = client.data;
  const open = withdrawals.data?.rows.find((one) => one.state === 'in_review');
  return (
    <>
      <PageCrumb label={row.name} />
      <PageHeader
        leading={<Avatar name={row.name} decorative />}
        title={<bdi>{row.name}</bdi>}
        facts={
          <>
            <CopyId value={row.number} />
            <Badge tone={toneOf(row.verification)}>{inWords(row.verification)}</Badge>
            <Badge tone={toneOf(row.tier)}>{t('tier', { tier: row.tier })}</Badge>
            {row.holds > 0 ? <Badge tone="warning">{t('holds', { count: row.holds })}</Badge> : null}
          </>
        }
        state={t.rich('state', { stage: inWords(row.stage), b: (text) => <b>{text}</b> })}
      />
      <PageBody>
        <Facts
          facts={[
            { label: t('owner'), value: row.owner ?? row.desk ?? '—' },
            { label: t('entityAndBrand'), value: `${row.entity}, ${row.brand}` },
            { label: t('introducer'), value: row.introducer ?? '—' },
            { label: t('source'), value: row.source ?? '—' },
            { label: t('language'), value: row.language },
            { label: t('email'), value: row.email ?? '—' },
            { label: t('phone'), value: row.phone ?? '—' },
            { label: t('registered'), value: <RelativeTime at={row.registeredAt} /> },
          ]}
        />
        <Figures
          figures={[
            ...(money.data?.accounts ?? []).slice(0, 4).map((account) => ({
              label: inWords(account.kind),
              value: <Money value={account.posted} />,
              note: account.held.minor > 0n ? <Money value={account.held} /> : undefined,
            })),
            {
              label: t('next'),
              value: open ? t('decide', { number: open.number }) : t('nothing'),
              tone: 'accent' as const,
            },
          ]}
        />
        <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_320px]">
          <div className="flex flex-col gap-6">
            <Journey facets={row.facets} capabilities={row.capabilities} />
            <Section title={t('money')}>
              {deposits.data?.rows.length || withdrawals.data?.rows.length ? (
                <ul className="divide-y">
                  {[
                    ...(withdrawals.data?.rows ?? []).map((one) => ({
                      id: one.id,
                      number: one.number,
                      amount: one.amount,
                      state: one.state,
                      at: one.requestedAt,
                    })),
                    ...(deposits.data?.rows ?? []).map((one) => ({
                      id: one.id,
                      number: one.number,
                      amount: one.credited ?? one.requested,
                      state: one.state,
                      at: one.createdAt,
                    })),
                  ]
                    .sort((a, b) => b.at.getTime() - a.at.getTime())
                    .map((one) => (
                      <li key={one.id} className="flex items-center gap-3 px-4 py-2">
                        <span className="flex-1 font-medium">{one.number}</span>
                        <Badge tone={toneOf(one.state)}>{inWords(one.state)}</Badge>
                        <Money value={one.amount} />
                        <RelativeTime at={one.at} zone="entity" />
                      </li>
                    ))}
                </ul>
              ) : (
                <EmptyState title={t('noMoney')} />
              )}
            </Section>
            <Section title={t('story')}>
              <div className="p-4">
                {story.data ? <AuditTimeline entries={story.data.rows} /> : <Skeleton className="h-40" />}
              </div>
            </Section>
          </div>
          <div className="flex flex-col gap-6">
            <Section title={t('holdsTitle')} note={String(row.activeHolds.length)}>
              {row.activeHolds.length === 0 ? (
                <EmptyState title={t('noHolds')} />
              ) : (
                <ul className="divide-y">
                  {row.activeHolds.map((hold) => (
                    <li key={hold.id} className="px-4 py-2">
                      <Badge tone="warning">{inWords(hold.reason)}</Badge>
                      <p className="mt-1 text-muted-foreground text-xs">{hold.note}</p>
                    </li>
                  ))}
                </ul>
              )}
            </Section>
            <Notes clientId={id} notes={row.notes} onDone={() => void client.refetch()} />
          </div>
        </div>
      </PageBody>
    </>
  );
}
