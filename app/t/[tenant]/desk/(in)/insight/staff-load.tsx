'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { Loaded } from '@/app/_domain/loaded';
import { useTRPC } from '@/app/_trpc/client';
import { EmptyState } from '@/app/_ui/states';
import { columnsOf } from '@/app/_ui/table/columns';
import { PlainTable } from '@/app/_ui/table/plain-table';
import type { StaffRow } from '@/server/modules/reporting/insight-contract';
import { Head } from './head';
import type { Days } from './use-insight';

const c = columnsOf<StaffRow>();

/** Who holds how much, what is over its time, and what was closed; the queue shows the items. */
export function StaffLoad({ base, days }: { base: string; days: Days }) {
  const t = useTranslations('reporting.insight');
  const trpc = useTRPC();
  const query = useQuery(trpc.reporting.insight.staff.queryOptions({ days }, { placeholderData: keepPreviousData }));
  const columns = useMemo(
    () => [
      c.text('name', t('person'), (row) => row.name, { fold: 'title', strong: true }),
      c.number('open', t('held'), (row) => row.open, { width: 72 }),
      c.number('overdue', t('overTime'), (row) => row.overdue, { width: 88 }),
      c.number('closed', t('closed'), (row) => row.closed.now, { width: 72 }),
      c.number('before', t('closedBefore'), (row) => row.closed.before, { width: 96, quiet: true }),
    ],
    [t],
  );
  return (
    <section className="min-w-0">
      <Head id="staff-load" metric="staff_load" title={t('staff')} columns={columns} rows={query.data?.rows ?? []} />
      <Loaded query={query}>
        {({ rows }) =>
          rows.length === 0 ? (
            <EmptyState title={t('noLoad')}>{t('noLoadBody')}</EmptyState>
          ) : (
            <PlainTable
              label={t('staff')}
              columns={columns}
              rows={rows}
              rowId={(row) => row.id}
              rowHref={(row) => `${base}/work?view=all&holder=${row.id}`}
            />
          )
        }
      </Loaded>
    </section>
  );
}
