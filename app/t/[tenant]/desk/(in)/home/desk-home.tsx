'use client';

import { useQuery } from '@tanstack/react-query';
import { Check, Circle } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Section } from '@/app/_domain/section';
import { useTRPC } from '@/app/_trpc/client';
import { Figures } from '@/app/_ui/figures';
import { Money } from '@/app/_ui/money';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { Skeleton } from '@/app/_ui/skeleton';
import { EmptyState } from '@/app/_ui/states';
import { DueTime } from '@/app/_ui/time/relative-time';

type Stage = 'acquire' | 'convert' | 'fund' | 'trade' | 'retain' | 'closed';

/** Where each kind of object is worked. */
const pageOf: Record<string, (id: string) => string> = {
  withdrawal: (id) => `payments/withdrawals/${id}`,
  client: (id) => `clients/${id}`,
  approval: () => 'approvals',
};

/** What needs this person first, then how the house stands. */
export function DeskHome({ base }: { base: string }) {
  const t = useTranslations('desk.homePage');
  const trpc = useTRPC();
  const counts = useQuery(trpc.work.item.counts.queryOptions({}));
  const work = useQuery(trpc.work.item.list.queryOptions({ view: 'team', limit: 12 }));
  const funnel = useQuery({ ...trpc.clients.funnel.queryOptions({}), retry: false });
  const setup = useQuery({ ...trpc.tenancy.setup.checklist.queryOptions({}), retry: false });
  const missing = setup.data?.items.filter((item) => !item.isDone) ?? [];
  return (
    <>
      <PageHeader
        title={t('title')}
        state={
          counts.data
            ? t.rich('state', { open: counts.data.team, overdue: counts.data.overdue, b: (text) => <b>{text}</b> })
            : null
        }
      />
      <PageBody>
        {funnel.data && funnel.data.length > 0 ? (
          <Figures
            figures={funnel.data.map((stage) => ({
              label: t(`stages.${stage.stage as Stage}`),
              value: stage.clients,
              note: t('lastWeek', { count: stage.lastWeek }),
            }))}
          />
        ) : null}
        <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_320px]">
          <Section title={t('needsYou')} note={counts.data ? String(counts.data.team) : null}>
            {work.data ? (
              work.data.rows.length === 0 ? (
                <EmptyState title={t('nothing')} />
              ) : (
                <ul className="divide-y">
                  {work.data.rows.map((item) => (
                    <li key={item.id} className="flex items-center gap-3 px-4 py-2">
                      <Link
                        href={`${base}/${pageOf[item.object.type]?.(item.object.id) ?? (item.clientId ? `clients/${item.clientId}` : 'home')}`}
                        className="min-w-0 flex-1 hover:underline"
                      >
                        {item.title}
                      </Link>
                      {item.stake ? <Money value={item.stake} /> : null}
                      {item.dueAt ? <DueTime at={item.dueAt} /> : null}
                    </li>
                  ))}
                </ul>
              )
            ) : (
              <Skeleton className="h-40" />
            )}
          </Section>
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
                    <span className={item.isDone ? 'text-muted-foreground' : undefined}>{t(`steps.${item.key}`)}</span>
                    {item.isRequired ? null : <span className="ms-auto text-subtle text-xs">{t('optional')}</span>}
                  </li>
                ))}
              </ul>
            </Section>
          ) : null}
        </div>
      </PageBody>
    </>
  );
}
