'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Loaded } from '@/app/_domain/loaded';
import { useTRPC } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { CopyId } from '@/app/_ui/copy-id';
import { Facts } from '@/app/_ui/figures';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { Panel } from '@/app/_ui/panel';
import { PageCrumb } from '@/app/_ui/shell/page-crumb';
import { ErrorState } from '@/app/_ui/states';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { Id } from '@/server/kernel/ids';
import type { Staff } from '../team';
import { RolesForm } from './roles-form';
import { StaffActions } from './staff-actions';

export function StaffPage({ id }: { id: Id<'user'> }) {
  const t = useTranslations('settings.staff');
  const trpc = useTRPC();
  const staff = useQuery(trpc.access.staff.list.queryOptions({}));
  const person = staff.data?.rows.find((row) => row.id === id);
  if (person) return <Detail person={person} />;
  return (
    <PageBody className="pt-5">
      <Loaded query={staff}>
        {() => (
          <Panel>
            <ErrorState title={t('missing')} />
          </Panel>
        )}
      </Loaded>
    </PageBody>
  );
}

function Detail({ person }: { person: Staff }) {
  const t = useTranslations('settings.staff');
  const trpc = useTRPC();
  const preview = useQuery(trpc.access.staff.preview.queryOptions({ userId: person.id }));
  const isActive = person.status === 'active';
  const time = (at: Date | null, none: string) => (at ? <RelativeTime at={at} /> : none);
  return (
    <>
      <PageCrumb label={person.name} />
      <PageHeader
        title={<bdi>{person.name}</bdi>}
        facts={
          <>
            {isActive ? null : <Badge>{t('left')}</Badge>}
            <CopyId value={person.email} bordered />
          </>
        }
        state={t.rich(isActive ? (person.hasSecondFactor ? 'active' : 'activeBare') : 'gone', {
          b: (text) => <b>{text}</b>,
        })}
        actions={isActive && preview.data ? <StaffActions person={person} held={preview.data} /> : null}
      />
      <PageBody>
        <Panel className="px-4 py-3">
          <Facts
            facts={[
              { label: t('factor'), value: person.hasSecondFactor ? t('on') : t('none') },
              { label: t('emailConfirmed'), value: person.isEmailVerified ? t('yes') : t('no') },
              { label: t('lastSeen'), value: time(person.lastSeenAt, t('never')) },
              { label: t('since'), value: time(person.createdAt, '') },
              { label: t('ends'), value: time(person.endsAt, t('noEnd')) },
              { label: t('sessions'), value: preview.data?.sessions ?? '' },
              { label: t('keys'), value: preview.data?.keys ?? '' },
              { label: t('work'), value: preview.data?.items ?? '' },
            ]}
          />
        </Panel>
        {isActive ? <RolesForm key={JSON.stringify(person.roles)} person={person} /> : null}
      </PageBody>
    </>
  );
}
