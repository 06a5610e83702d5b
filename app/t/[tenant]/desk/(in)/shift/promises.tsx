'use client';

import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { inWords } from '@/app/_domain/labels';
import { Loaded } from '@/app/_domain/loaded';
import { MetricInfo } from '@/app/_domain/metric-info';
import { Section } from '@/app/_domain/section';
import { type Answers, useTRPC } from '@/app/_trpc/client';
import { EmptyState } from '@/app/_ui/states';
import { columnsOf } from '@/app/_ui/table/columns';
import { PlainTable } from '@/app/_ui/table/plain-table';

type Row = Answers['work']['item']['promises']['rows'][number];
const days = 30;

/** What the house said and what it held to, by team. */
export function Promises({ base }: { base: string }) {
  const t = useTranslations('reporting.work');
  const format = useFormatter();
  const trpc = useTRPC();
  const promises = useQuery(trpc.work.item.promises.queryOptions({ days }));
  const c = columnsOf<Row>();
  const columns = [
    c.text('team', t('team'), (row) => inWords(row.team), { strong: true, fold: 'title' }),
    c.number('kept', t('kept'), (row) => row.kept, { width: 96 }),
    c.number('late', t('late'), (row) => row.late, { width: 96 }),
    c.text(
      'share',
      t('share'),
      ({ kept, late }) =>
        kept + late === 0 ? '—' : format.number(kept / (kept + late), { style: 'percent', maximumFractionDigits: 0 }),
      { width: 120, quiet: true },
    ),
    c.number('broken', t('brokenOpen'), (row) => row.broken, { width: 120 }),
  ];
  return (
    <Section title={<MetricInfo metric="promises_kept">{t('promises')}</MetricInfo>} note={t('promisesNote', { days })}>
      <Loaded query={promises} rows={3}>
        {({ rows }) => (
          <PlainTable
            label={t('promises')}
            className="border-0"
            columns={columns}
            rows={rows}
            rowId={(row) => row.team}
            rowHref={(row) => `${base}/work?view=all&team=${row.team}&overdue=yes`}
            empty={<EmptyState title={t('noPromises')} />}
          />
        )}
      </Loaded>
    </Section>
  );
}
