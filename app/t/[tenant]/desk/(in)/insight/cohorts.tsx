'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { Loaded } from '@/app/_domain/loaded';
import { useTRPC } from '@/app/_trpc/client';
import { EmptyState } from '@/app/_ui/states';
import { columnsOf } from '@/app/_ui/table/columns';
import { PlainTable } from '@/app/_ui/table/plain-table';
import type { CohortRow } from '@/server/modules/reporting/insight-contract';
import { Head } from './head';
import { tradersHref } from './use-insight';

const c = columnsOf<CohortRow>();
const monthsMax = 8;

function shareOf({ active, clients }: CohortRow, later: number): string {
  const still = active[later];
  return still === undefined || clients === 0 ? '' : `${Math.round((still / clients) * 100)} %`;
}

/** Of each month's first deposits, who still trades how many months after. */
export function Cohorts({ base }: { base: string }) {
  const t = useTranslations('reporting.insight');
  const trpc = useTRPC();
  const query = useQuery(trpc.reporting.insight.cohorts.queryOptions({}));
  const width = Math.min(monthsMax, Math.max(0, ...(query.data?.rows ?? []).map(({ active }) => active.length)));
  const columns = useMemo(
    () => [
      c.text('month', t('month'), (row) => row.month, { width: 84, fold: 'title', strong: true }),
      c.number('clients', t('steps.funded'), (row) => row.clients, { width: 72 }),
      ...Array.from({ length: width }, (_, later) =>
        c.custom(
          `m${later}`,
          t('monthLater', { later }),
          (row) =>
            shareOf(row, later) === '' ? null : (
              <Link href={tradersHref(base, { month: row.month, later })} className="hover:underline">
                {shareOf(row, later)}
              </Link>
            ),
          { width: 64, align: 'end', text: (row) => shareOf(row, later) },
        ),
      ),
    ],
    [t, base, width],
  );
  return (
    <section className="min-w-0">
      <Head id="cohorts" metric="retention" title={t('cohorts')} columns={columns} rows={query.data?.rows ?? []} />
      <Loaded query={query}>
        {({ rows }) =>
          rows.length === 0 ? (
            <EmptyState title={t('noCohorts')}>{t('noCohortsBody')}</EmptyState>
          ) : (
            <PlainTable label={t('cohorts')} columns={columns} rows={rows} rowId={(row) => row.month} />
          )
        }
      </Loaded>
    </section>
  );
}
