'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Loaded } from '@/app/_domain/loaded';
import { useTRPC } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { columnsOf } from '@/app/_ui/table/columns';
import { PlainTable } from '@/app/_ui/table/plain-table';
import type { Role } from '../team/team';

export function Roles({ base }: { base: string }) {
  const t = useTranslations('settings.roles');
  const trpc = useTRPC();
  const list = useQuery(trpc.access.role.list.queryOptions({}));
  const c = columnsOf<Role>();
  const columns = [
    c.text('name', t('name'), (row) => row.name, { strong: true, fold: 'title', width: 200 }),
    c.text('about', t('about'), (row) => row.about ?? t('own'), { fold: 'subtitle', quiet: true }),
    c.number('grants', t('grants'), (row) => row.grants.length, { width: 84 }),
    c.number('members', t('members'), (row) => row.members, { width: 84 }),
    c.text('kind', t('kind'), (row) => (row.isPreset ? t('preset') : t('ownRole')), { width: 92, quiet: true }),
  ];
  return (
    <>
      <PageHeader
        title={t('title')}
        state={t.rich('state', { b: (text) => <b>{text}</b> })}
        actions={
          <Button asChild variant="primary">
            <Link href={`${base}/new`}>{t('add')}</Link>
          </Button>
        }
      />
      <PageBody>
        <Loaded query={list} rows={8}>
          {({ rows }) => (
            <PlainTable
              label={t('title')}
              columns={columns}
              rows={rows}
              rowId={(row) => row.id}
              rowHref={(row) => `${base}/${row.id}`}
            />
          )}
        </Loaded>
      </PageBody>
    </>
  );
}
