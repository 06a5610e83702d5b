'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { z } from 'zod';
import { Loaded } from '@/app/_domain/loaded';
import { useAct } from '@/app/_domain/use-act';
import { type Answers, useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormInput } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { EmptyState } from '@/app/_ui/states';
import { columnsOf } from '@/app/_ui/table/columns';
import { PlainTable } from '@/app/_ui/table/plain-table';

type Review = Answers['access']['review']['list']['rows'][number];

/** Each quarter's question: does everybody still need what he may do? */
export function Reviews({ base }: { base: string }) {
  const t = useTranslations('settings.reviews');
  const trpc = useTRPC();
  const list = useQuery(trpc.access.review.list.queryOptions({}));
  const open = list.data?.rows.filter((row) => row.closedAt === null) ?? [];
  const c = columnsOf<Review>();
  const columns = [
    c.text('title', t('name'), (row) => row.title, { strong: true, fold: 'title', width: 220 }),
    c.text('answered', t('answered'), (row) => t('of', { answered: row.answered, people: row.people }), {
      width: 120,
      fold: 'subtitle',
    }),
    c.state('state', t('state'), (row) =>
      row.closedAt ? { label: t('closed'), tone: 'success' } : { label: t('open'), tone: 'warning' },
    ),
    c.text('by', t('openedBy'), (row) => row.openedBy, { quiet: true, width: 140 }),
    c.time('opened', t('opened'), (row) => row.openedAt, { width: 120 }),
    c.due('due', t('due'), (row) => (row.closedAt ? null : row.dueAt), { width: 110 }),
    c.time('closed', t('closedAt'), (row) => row.closedAt, { width: 120 }),
  ];
  return (
    <>
      <PageHeader
        title={t('title')}
        state={list.data ? t.rich('lead', { count: open.length, b: (text) => <b>{text}</b> }) : null}
        actions={<Open />}
      />
      <PageBody>
        <Loaded query={list} rows={4}>
          {({ rows }) => (
            <PlainTable
              label={t('title')}
              columns={columns}
              rows={rows}
              rowId={(row) => row.id}
              rowHref={(row) => `${base}/${row.id}`}
              empty={<EmptyState title={t('none')}>{t('noneBody')}</EmptyState>}
            />
          )}
        </Loaded>
      </PageBody>
    </>
  );
}

const Fields = z.object({
  title: z.string().trim().min(3).max(120),
  days: z.coerce.number().int().min(1).max(60),
});

function Open() {
  const t = useTranslations('settings.reviews');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const form = useZodForm(Fields, { defaultValues: { title: '', days: 10 } });
  return (
    <FormDialog
      trigger={<Button variant="primary">{t('start')}</Button>}
      title={t('start')}
      description={t('startBody')}
      submit={t('start')}
      form={form}
      onSubmit={(values) => inForm(() => api.access.review.open.mutate(values), t('started'))}
    >
      <FormInput control={form.control} name="title" label={t('name')} />
      <FormInput control={form.control} name="days" label={t('days')} hint={t('daysHint')} inputMode="numeric" />
    </FormDialog>
  );
}
