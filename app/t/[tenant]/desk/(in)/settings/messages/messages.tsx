'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { inWords } from '@/app/_domain/labels';
import { Loaded } from '@/app/_domain/loaded';
import { type Answers, useTRPC } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { columnsOf } from '@/app/_ui/table/columns';
import { PlainTable } from '@/app/_ui/table/plain-table';

type Message = Answers['notifications']['words']['list'][number];

/** Everything the house tells people by itself, and in whose words. */
export function Messages({ base }: { base: string }) {
  const t = useTranslations('settings.messages');
  const trpc = useTRPC();
  const messages = useQuery(trpc.notifications.words.list.queryOptions({}));
  const c = columnsOf<Message>();
  const columns = [
    c.text('message', t('message'), (row) => row.title, { strong: true, fold: 'title' }),
    c.text('to', t('to'), (row) => t(row.audience), { width: 100, fold: 'subtitle' }),
    c.text('channels', t('channels'), (row) => row.channels.map(inWords).join(', '), { width: 160, quiet: true }),
    c.text(
      'words',
      t('inForce'),
      (row) => (row.publishedVersion === null ? t('builtIn') : t('version', { version: row.publishedVersion })),
      { width: 130, fold: 'end' },
    ),
    c.state('legal', t('legal'), (row) => (row.isLegal ? { label: t('legal') } : null), { width: 120 }),
    c.state('draft', t('draft'), (row) => (row.hasDraft ? { label: t('hasDraft'), tone: 'pending' } : null)),
  ];
  return (
    <>
      <PageHeader
        title={t('title')}
        state={messages.data && t.rich('state', { count: messages.data.length, b: (text) => <b>{text}</b> })}
        actions={
          <Button asChild>
            <Link href={`${base}/suppressed`}>{t('suppressed')}</Link>
          </Button>
        }
      />
      <PageBody>
        <Loaded query={messages} rows={12}>
          {(rows) => (
            <PlainTable
              label={t('title')}
              columns={columns}
              rows={rows}
              rowId={(row) => row.message}
              rowHref={(row) => `${base}/${row.message}`}
            />
          )}
        </Loaded>
      </PageBody>
    </>
  );
}
