'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Loaded } from '@/app/_domain/loaded';
import { type Answers, useTRPC } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { Section } from '@/app/_ui/panel';
import { columnsOf } from '@/app/_ui/table/columns';
import { PlainTable } from '@/app/_ui/table/plain-table';
import { Delegations } from './delegations';
import { Invitations } from './invitations';
import { InviteStaff } from './invite-staff';
import { Teams } from './teams';

export type Staff = Answers['access']['staff']['list']['rows'][number];
export type Role = Answers['access']['role']['list']['rows'][number];

/** Who works here, as what, until when, and who is on the way. */
export function Team({ base }: { base: string }) {
  const t = useTranslations('settings.team');
  const trpc = useTRPC();
  const staff = useQuery(trpc.access.staff.list.queryOptions({}));
  const roles = useQuery(trpc.access.role.list.queryOptions({}));
  const active = staff.data?.rows.filter((row) => row.status === 'active') ?? [];
  const c = columnsOf<Staff>();
  const columns = [
    c.text('name', t('name'), (row) => row.name, { strong: true, fold: 'title', note: (row) => row.email }),
    c.text('roles', t('roles'), (row) => row.roles.map((role) => role.name).join(', '), {
      width: 240,
      fold: 'subtitle',
    }),
    c.state('factor', t('factor'), (row) =>
      row.status === 'left'
        ? { label: t('left') }
        : row.hasSecondFactor
          ? { label: t('protected'), tone: 'success' }
          : { label: t('passwordOnly'), tone: 'warning' },
    ),
    c.time('ends', t('ends'), (row) => row.endsAt, { width: 120 }),
    c.time('seen', t('lastSeen'), (row) => row.lastSeenAt, { width: 120 }),
  ];
  return (
    <>
      <PageHeader
        title={t('title')}
        state={
          staff.data
            ? t.rich('state', {
                count: active.length,
                bare: active.filter((row) => !row.hasSecondFactor).length,
                b: (text) => <b>{text}</b>,
              })
            : null
        }
        actions={
          roles.data ? (
            <InviteStaff roles={roles.data.rows} trigger={<Button variant="primary">{t('invite')}</Button>} />
          ) : null
        }
      />
      <PageBody>
        <Loaded query={staff} rows={8}>
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
        <Section title={t('invitations')}>
          <Invitations />
        </Section>
        <div className="grid items-start gap-6 lg:grid-cols-2">
          <Teams />
          <Delegations staff={active} />
        </div>
      </PageBody>
    </>
  );
}
