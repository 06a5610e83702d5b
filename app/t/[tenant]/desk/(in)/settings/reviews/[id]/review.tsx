'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Loaded } from '@/app/_domain/loaded';
import { type Answers, useTRPC } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { downloadText } from '@/app/_ui/download';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { columnsOf } from '@/app/_ui/table/columns';
import { downloadCsv, toCsv } from '@/app/_ui/table/csv';
import { PlainTable } from '@/app/_ui/table/plain-table';
import { DueTime } from '@/app/_ui/time/relative-time';
import type { Id } from '@/server/kernel/ids';
import { Answer } from './answer';

type Record = Answers['access']['review']['read'];
export type Item = Record['items'][number];

const words = { keep: 'kept', change: 'changed', withdraw: 'withdrawn' } as const;
const tones = { keep: 'success', change: 'warning', withdraw: 'destructive' } as const;

/** Everybody with what he holds and used, the answer for each, and the record an auditor takes away. */
export function Review({ id }: { id: Id<'accessReview'> }) {
  const t = useTranslations('settings.reviews');
  const trpc = useTRPC();
  const query = useQuery(trpc.access.review.read.queryOptions({ id }));
  const me = useQuery(trpc.identity.me.get.queryOptions({}));
  const c = columnsOf<Item>();
  const columns = [
    c.text('name', t('person'), (row) => row.name, { strong: true, fold: 'title', width: 150 }),
    c.text('roles', t('roles'), ({ held }) => held.roles.map((role) => `${role.name} (${role.rowScope})`).join(', '), {
      width: 190,
      fold: 'subtitle',
    }),
    c.state('factor', t('factor'), ({ held }) =>
      held.hasSecondFactor ? { label: t('two'), tone: 'success' } : { label: t('passwordOnly'), tone: 'warning' },
    ),
    c.time('seen', t('lastUsed'), ({ held }) => held.lastSeenAt, { width: 112 }),
    c.number('keys', t('keys'), ({ held }) => held.keys, { width: 76 }),
    c.text('exports', t('exports'), ({ held }) => t('files', { files: held.exports, rows: held.exportedRows }), {
      width: 130,
      quiet: true,
    }),
    c.text('reviewer', t('reviewer'), (row) => row.decidedBy ?? row.reviewer ?? t('nobody'), { width: 130 }),
    c.state('decision', t('answer'), (row) =>
      row.decision
        ? { label: t(words[row.decision]), tone: tones[row.decision] }
        : { label: t('waiting'), tone: 'neutral' },
    ),
    c.text('reason', t('reason'), (row) => row.reason, { quiet: true, width: 160 }),
    c.time('decided', t('decidedAt'), (row) => row.decidedAt, { width: 112 }),
    c.custom(
      'act',
      t('act'),
      (row) => (row.decision || row.userId === me.data?.userId ? null : <Answer item={row} />),
      { width: 96, align: 'end', fold: 'end' },
    ),
  ];
  const take = ({ review, digest, items }: Record) => {
    downloadText(
      `access-review-${review.id}.json`,
      JSON.stringify({ review, digest, items }, null, 2),
      'application/json',
    );
    downloadCsv(`access-review-${review.id}`, toCsv(columns, items));
  };
  const record = query.data;
  return (
    <>
      <PageHeader
        title={record?.review.title ?? t('title')}
        state={
          record ? (
            <>
              {t.rich('progress', {
                answered: record.review.answered,
                people: record.review.people,
                b: (text) => <b>{text}</b>,
              })}{' '}
              {record.review.closedAt ? (
                t('sealed', { digest: record.digest?.slice(0, 12) ?? '' })
              ) : (
                <>
                  {t('due')} <DueTime at={record.review.dueAt} />
                </>
              )}
            </>
          ) : null
        }
        actions={record ? <Button onClick={() => take(record)}>{t('download')}</Button> : null}
      />
      <PageBody>
        <Loaded query={query} rows={8}>
          {({ items }) => <PlainTable label={t('people')} columns={columns} rows={items} rowId={(row) => row.id} />}
        </Loaded>
      </PageBody>
    </>
  );
}
