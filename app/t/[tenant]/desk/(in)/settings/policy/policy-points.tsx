'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { inWords } from '@/app/_domain/labels';
import { Loaded } from '@/app/_domain/loaded';
import { type Answers, useTRPC } from '@/app/_trpc/client';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { columnsOf } from '@/app/_ui/table/columns';
import { PlainTable } from '@/app/_ui/table/plain-table';

type Point = Answers['policy']['points'][number];

/** The decisions this house makes by table, each with the version in force and how often it decided. */
export function PolicyPoints({ base }: { base: string }) {
  const t = useTranslations('settings.policy');
  const trpc = useTRPC();
  const points = useQuery(trpc.policy.points.queryOptions({}));
  const c = columnsOf<Point>();
  const columns = [
    c.text('name', t('decision'), (row) => inWords(row.name), { strong: true, fold: 'title' }),
    c.text('purpose', t('purpose'), (row) => inWords(row.purpose), { width: 150, quiet: true, fold: 'subtitle' }),
    c.text(
      'version',
      t('inForce'),
      (row) => (row.publishedVersion === null ? t('presetVersion') : t('version', { version: row.publishedVersion })),
      {
        width: 130,
      },
    ),
    c.state('draft', t('draft'), (row) => (row.hasDraft ? { label: t('hasDraft'), tone: 'pending' } : null)),
    c.number('decisions', t('decisions'), (row) => row.decisions30d, { width: 150 }),
  ];
  return (
    <>
      <PageHeader title={t('title')} state={t.rich('state', { b: (text) => <b>{text}</b> })} />
      <PageBody>
        <Loaded query={points}>
          {(rows) => (
            <PlainTable
              label={t('title')}
              columns={columns}
              rows={rows}
              rowId={(row) => row.name}
              rowHref={(row) => `${base}/${row.name}`}
            />
          )}
        </Loaded>
      </PageBody>
    </>
  );
}
