'use client';

import { useQuery } from '@tanstack/react-query';
import { Check, Circle } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { MetricInfo } from '@/app/_domain/metric-info';
import { Section } from '@/app/_domain/section';
import { setupPlace } from '@/app/_domain/setup-place';
import { useTRPC } from '@/app/_trpc/client';
import { useLive } from '@/app/_trpc/live';
import { Figures } from '@/app/_ui/figures';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { HomeApprovals } from './home-approvals';
import { HomeLeaks } from './home-leaks';
import { MoneyInFlight } from './money-in-flight';
import { MyWork } from './my-work';
import { NeedsAttention } from './needs-attention';

/** The road of a client, in its order. */
const stages = ['acquire', 'convert', 'fund', 'trade', 'retain', 'closed'] as const;
type Stage = (typeof stages)[number];

/** What needs this person first, then how the house stands. */
export function DeskHome({ base }: { base: string }) {
  const t = useTranslations('desk.homePage');
  const trpc = useTRPC();
  const counts = useQuery(trpc.work.item.counts.queryOptions({}));
  const funnel = useQuery({ ...trpc.clients.funnel.queryOptions({}), retry: false });
  const setup = useQuery({ ...trpc.tenancy.setup.checklist.queryOptions({}), retry: false });
  // What is missing for going live is decided in many places; the list has no topic of its own.
  const checklist = [trpc.tenancy.setup.checklist.queryKey()];
  useLive({ 'access.staff': checklist, 'identity.user': checklist, 'policy.table': checklist });
  const missing = setup.data?.items.filter((item) => !item.isDone) ?? [];
  const road = stages.flatMap((name) => funnel.data?.filter(({ stage }) => stage === name) ?? []);
  const hasOwn = counts.data ? counts.data.team > 0 : true;
  return (
    <>
      <PageHeader
        title={t('title')}
        state={
          counts.data
            ? t.rich(hasOwn ? 'state' : 'stateHouse', {
                open: hasOwn ? counts.data.team : counts.data.all,
                overdue: counts.data.overdue,
                b: (text) => <b>{text}</b>,
              })
            : null
        }
      />
      <PageBody>
        <HomeLeaks base={base} />
        {road.length > 0 ? (
          <Figures
            figures={road.map((stage) => ({
              label: <MetricInfo metric="clients_by_stage">{t(`stages.${stage.stage as Stage}`)}</MetricInfo>,
              value: (
                <Link href={`${base}/clients?stage=${stage.stage}`} className="hover:underline">
                  {stage.clients}
                </Link>
              ),
              note: t('lastWeek', { count: stage.lastWeek }),
            }))}
          />
        ) : null}
        <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_320px]">
          <div className="flex min-w-0 flex-col gap-6">
            <MyWork base={base} />
            <NeedsAttention base={base} kinds={counts.data?.byKind ?? []} view={hasOwn ? 'team' : 'all'} />
          </div>
          <div className="flex min-w-0 flex-col gap-6">
            <HomeApprovals base={base} />
            <MoneyInFlight base={base} />
            {setup.data ? (
              <Section title={t('setup')} note={t('missing', { count: missing.length })}>
                <ul className="divide-y">
                  {setup.data.items.map((item) => (
                    <li key={item.key} className="flex items-center gap-2 px-4 py-2">
                      {item.isDone ? (
                        <Check size={14} className="text-success" aria-hidden />
                      ) : (
                        <Circle size={14} className="text-subtle" aria-hidden />
                      )}
                      <Link
                        href={`${base}/${setupPlace[item.key] ?? 'settings/go-live'}`}
                        className={item.isDone ? 'text-muted-foreground hover:underline' : 'hover:underline'}
                      >
                        {t(`steps.${item.key}`)}
                      </Link>
                      {item.isRequired ? null : <span className="ms-auto text-subtle text-xs">{t('optional')}</span>}
                    </li>
                  ))}
                </ul>
              </Section>
            ) : null}
          </div>
        </div>
      </PageBody>
    </>
  );
}
