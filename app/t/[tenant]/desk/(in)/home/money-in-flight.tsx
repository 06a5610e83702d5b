'use client';

import { useQueries } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { MetricInfo } from '@/app/_domain/metric-info';
import { Section } from '@/app/_domain/section';
import { useTRPC } from '@/app/_trpc/client';
import { Money } from '@/app/_ui/money';
import { SkeletonRows } from '@/app/_ui/skeleton';

const waysOut = {
  decide: ['in_review'],
  collecting: ['collecting'],
  sending: ['approved', 'sending', 'rejecting'],
} as const;
const waysIn = { coming: ['awaiting_client', 'processing'], held: ['in_review', 'disputed'] } as const;

type Result = {
  data: { totals: readonly { asset: string; minor: bigint; count: number }[] | null } | undefined;
  error: unknown;
  isPending: boolean;
};

/** Money that is neither ours to show as theirs nor gone: each line opens its rows. */
export function MoneyInFlight({ base }: { base: string }) {
  const t = useTranslations('desk.homePage');
  const trpc = useTRPC();
  const out = useQueries({
    queries: Object.values(waysOut).map((states) => ({
      ...trpc.payments.withdrawals.list.queryOptions({ states: [...states], limit: 1 }),
      retry: false,
    })),
  });
  const into = useQueries({
    queries: Object.values(waysIn).map((states) => ({
      ...trpc.payments.deposits.list.queryOptions({ states: [...states], limit: 1 }),
      retry: false,
    })),
  });
  const results: readonly Result[] = [...out, ...into];
  const lines = [
    ...Object.entries(waysOut).map(([name, states]) => ({ name, states, place: 'withdrawals' })),
    ...Object.entries(waysIn).map(([name, states]) => ({ name, states, place: 'deposits' })),
  ] as const;
  if (results.every(({ error }) => error)) return null;
  return (
    <Section title={<MetricInfo metric="money_in_flight">{t('flight')}</MetricInfo>} note={t('flightNote')}>
      {results.every(({ isPending }) => isPending) ? <SkeletonRows rows={4} /> : null}
      <ul className="divide-y">
        {lines.map(({ name, states, place }, index) => {
          const totals = results[index]?.data?.totals;
          if (!totals) return null;
          const count = totals.reduce((sum, one) => sum + one.count, 0);
          return (
            <li key={name}>
              <Link
                href={`${base}/payments/${place}?${new URLSearchParams({ states: states.join(',') })}`}
                className="flex items-baseline gap-3 px-4 py-2 hover:bg-muted"
              >
                <span className="min-w-0 flex-1">{t(`ways.${name as 'decide'}`)}</span>
                <span className="text-muted-foreground text-xs tabular-nums">{count}</span>
                <span className="min-w-28 text-end">
                  {totals.length === 0 ? <span className="text-subtle">—</span> : null}
                  {totals.map(({ asset, minor }) => (
                    <span key={asset} className="block">
                      <Money value={{ asset, minor }} />
                    </span>
                  ))}
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
