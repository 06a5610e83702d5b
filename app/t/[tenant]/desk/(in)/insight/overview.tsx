'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Loaded } from '@/app/_domain/loaded';
import { MetricInfo } from '@/app/_domain/metric-info';
import { useTRPC } from '@/app/_trpc/client';
import { type Figure, Figures } from '@/app/_ui/figures';
import { Money } from '@/app/_ui/money';
import { useDuration } from '@/app/_ui/time/relative-time';
import type { Money as Amount } from '@/server/kernel/money';
import type { Overview as OverviewOf } from '@/server/modules/reporting/insight-contract';
import type { MetricKey } from '@/server/modules/reporting/metric-contract';
import { type Days, rowsHref, tradersHref } from './use-insight';

type Props = { base: string; days: Days };
type Times = NonNullable<OverviewOf['decision']>;

function Sums({ sums }: { sums: readonly Amount[] }) {
  if (sums.length === 0) return <span className="text-subtle">—</span>;
  return sums.map((sum) => (
    <span key={sum.asset} className="block">
      <Money value={sum} />
    </span>
  ));
}

/** The figures of the period, each beside that of the period before, each with what it means. */
export function Overview({ base, days }: Props) {
  const trpc = useTRPC();
  const query = useQuery(trpc.reporting.insight.overview.queryOptions({ days }, { placeholderData: keepPreviousData }));
  return (
    <Loaded query={query} rows={2}>
      {(data) => <OverviewFigures base={base} days={days} data={data} />}
    </Loaded>
  );
}

function OverviewFigures({ base, days, data }: Props & { data: OverviewOf }) {
  const t = useTranslations('reporting.insight');
  const duration = useDuration();
  const label = (metric: MetricKey) => <MetricInfo metric={metric} />;
  const link = (event: 'registered' | 'funded' | 'decision' | 'withdrawal', children: ReactNode) => (
    <Link href={rowsHref(base, { days, event })} className="hover:underline">
      {children}
    </Link>
  );
  const before = (value: ReactNode) => t.rich('before', { value: () => value });
  const times = (metric: MetricKey, event: 'decision' | 'withdrawal', of: Times | null): Figure[] => {
    if (!of) return [];
    const { now, before: earlier } = of;
    const words = (ms: number | null) => (ms === null ? '—' : duration(ms));
    return [
      {
        label: label(metric),
        value: link(event, words(now.medianMs)),
        note: t('times', { p90: words(now.p90Ms), count: now.count, before: words(earlier.medianMs) }),
      },
    ];
  };
  const count = (metric: MetricKey, of: { now: number; before: number } | null, value?: ReactNode): Figure[] =>
    of ? [{ label: label(metric), value: value ?? of.now, note: before(of.before) }] : [];
  const { netDeposit } = data;
  return (
    <Figures
      figures={[
        ...count('registered', data.registered, data.registered && link('registered', data.registered.now)),
        ...count('funded', data.funded, data.funded && link('funded', data.funded.now)),
        ...count(
          'active_clients',
          data.active,
          data.active && (
            <Link href={tradersHref(base, { days })} className="hover:underline">
              {data.active.now}
            </Link>
          ),
        ),
        ...(netDeposit
          ? [
              {
                label: label('net_deposit'),
                value: <Sums sums={netDeposit.now} />,
                note: before(<Sums sums={netDeposit.before} />),
              },
            ]
          : []),
        ...times('approval_time', 'decision', data.decision),
        ...times('payout_time', 'withdrawal', data.payout),
      ]}
    />
  );
}
