'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo } from 'react';
import { Loaded } from '@/app/_domain/loaded';
import { useTRPC } from '@/app/_trpc/client';
import { Money } from '@/app/_ui/money';
import { EmptyState } from '@/app/_ui/states';
import { columnsOf } from '@/app/_ui/table/columns';
import { PlainTable } from '@/app/_ui/table/plain-table';
import type { Money as Amount } from '@/server/kernel/money';
import { toDecimalString } from '@/server/kernel/money';
import type { Attribution, FunnelRow } from '@/server/modules/reporting/insight-contract';
import { Head } from './head';
import { type Days, rowsHref, tradersHref } from './use-insight';

const c = columnsOf<FunnelRow>();
type Place = { base: string; days: Days; by: Attribution };
const steps = ['registered', 'verified', 'funded', 'trading'] as const;

const share = (part: number, whole: number) => (whole === 0 ? '' : `${Math.round((part / whole) * 100)} %`);
const written = (sums: readonly Amount[] | null) =>
  (sums ?? []).map((sum) => `${toDecimalString(sum)} ${sum.asset}`).join('; ');

function useColumns({ base, days, by }: Place) {
  const t = useTranslations('reporting.insight');
  return useMemo(() => {
    const behind = {
      netDeposit: (source: string) => rowsHref(base, { days, event: 'deposit', by, source }),
      result: (source: string) => tradersHref(base, { days, by, source }),
    };
    const money = (id: 'netDeposit' | 'result') =>
      c.custom(
        id,
        t(id),
        (row) =>
          row[id] && row[id].length > 0 ? (
            <Link href={behind[id](row.source)} className="hover:underline">
              {row[id].map((sum) => (
                <span key={sum.asset} className="block">
                  <Money value={sum} tone={id === 'result' ? 'loss' : 'none'} />
                </span>
              ))}
            </Link>
          ) : null,
        { width: 148, align: 'end', text: (row) => written(row[id]) },
      );
    return [
      c.text('source', t('source'), (row) => row.source, { fold: 'title', strong: true }),
      ...steps.map((step) =>
        c.custom(
          step,
          t(`steps.${step}`),
          (row) => (
            <Link
              href={rowsHref(base, { days, event: step, by, source: row.source })}
              className="inline-flex items-baseline gap-2 hover:underline"
            >
              {step === 'registered' ? null : (
                <span className="text-subtle text-xs">{share(row[step], row.registered)}</span>
              )}
              {row[step]}
            </Link>
          ),
          { width: 108, align: 'end', text: (row) => String(row[step]) },
        ),
      ),
      money('netDeposit'),
      money('result'),
    ];
  }, [t, base, days, by]);
}

/** Which source brings clients that come how far, down to their money: the merit as chosen. */
export function Funnel({ choice, ...place }: Place & { choice: ReactNode }) {
  const t = useTranslations('reporting.insight');
  const trpc = useTRPC();
  const { days, by } = place;
  const columns = useColumns(place);
  const query = useQuery(
    trpc.reporting.insight.funnel.queryOptions({ days, attribution: by }, { placeholderData: keepPreviousData }),
  );
  return (
    <section>
      <Head id="funnel" metric="registered" title={t('funnel')} columns={columns} rows={query.data?.rows ?? []}>
        {choice}
      </Head>
      <Loaded query={query}>
        {({ rows }) =>
          rows.length === 0 ? (
            <EmptyState title={t('nobody')}>{t('nobodyBody')}</EmptyState>
          ) : (
            <PlainTable
              label={t('funnel')}
              columns={columns}
              rows={rows}
              rowId={(row) => row.source}
              note={t('funnelNote')}
            />
          )
        }
      </Loaded>
    </section>
  );
}
