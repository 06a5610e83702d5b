'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Loaded } from '@/app/_domain/loaded';
import { type Answers, useTRPC } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { CopyId } from '@/app/_ui/copy-id';
import { Facts } from '@/app/_ui/figures';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { ListRow, Panel, Section } from '@/app/_ui/panel';
import { PageCrumb } from '@/app/_ui/shell/page-crumb';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import { BreakGlass, BreakGlassList } from './break-glass';
import { TenantActions } from './tenant-actions';

export type Tenant = Answers['tenancy']['platform']['getTenant'];

export function TenantPage({ id }: { id: string }) {
  const trpc = useTRPC();
  const tenant = useQuery(trpc.tenancy.platform.getTenant.queryOptions({ tenantId: id }));
  if (tenant.data) return <Detail tenant={tenant.data} />;
  return (
    <PageBody className="pt-5">
      <Loaded query={tenant}>{() => null}</Loaded>
    </PageBody>
  );
}

function StateLine({ tenant }: { tenant: Tenant }) {
  const t = useTranslations('platform.tenant');
  const b = (text: ReactNode) => <b>{text}</b>;
  if (tenant.status === 'suspended') return t.rich('stateSuspended', { b });
  const asked = tenant.goLiveRequestedAt;
  if (asked && !tenant.vettedAt) {
    return t.rich('stateWaiting', { b, when: () => <RelativeTime at={asked} /> });
  }
  return t.rich('stateActive', { b });
}

function Detail({ tenant }: { tenant: Tenant }) {
  const t = useTranslations('platform');
  const kind = tenant.kind as 'brokerage' | 'prop' | 'both'; // the column's check
  const time = (at: Date | null, none: string) => (at ? <RelativeTime at={at} /> : none);
  return (
    <>
      <PageCrumb label={tenant.name} />
      <PageHeader
        title={<bdi>{tenant.name}</bdi>}
        facts={
          <>
            <Badge plain tone={tenant.environment === 'live' ? 'success' : 'neutral'}>
              {t(`tenant.${tenant.environment}`)}
            </Badge>
            {tenant.status === 'suspended' ? <Badge tone="destructive">{t('tenant.suspended')}</Badge> : null}
            <CopyId value={tenant.slug} bordered />
          </>
        }
        state={<StateLine tenant={tenant} />}
        actions={
          <>
            <BreakGlass tenant={tenant} />
            <TenantActions tenant={tenant} />
          </>
        }
      />
      <PageBody>
        <Panel className="px-4 py-3">
          <Facts
            facts={[
              { label: t('tenant.organisation'), value: tenant.organisation },
              { label: t('tenant.country'), value: tenant.country ?? '—' },
              { label: t('tenant.features'), value: `${t(`kinds.${kind}`)}: ${tenant.features.join(', ')}` },
              { label: t('tenant.staff'), value: tenant.staff },
              { label: t('tenant.clients'), value: tenant.clients },
              { label: t('tenant.since'), value: time(tenant.createdAt, '') },
              { label: t('tenant.lastActivity'), value: time(tenant.lastActivity, t('tenant.never')) },
              { label: t('tenant.asked'), value: time(tenant.goLiveRequestedAt, t('tenant.no')) },
              { label: t('tenant.vetted'), value: time(tenant.vettedAt, t('tenant.no')) },
            ]}
          />
        </Panel>
        <div className="grid gap-6 lg:grid-cols-3">
          <Section title={t('tenant.entities')} count={tenant.entities.length}>
            <Panel>
              {tenant.entities.map((entity) => (
                <ListRow
                  key={entity.name}
                  title={entity.name}
                  value={entity.jurisdiction}
                  note={entity.licence ? t('tenant.licence', { licence: entity.licence }) : t('tenant.noLicence')}
                />
              ))}
            </Panel>
          </Section>
          <Section title={t('tenant.brands')} count={tenant.brands.length}>
            <Panel>
              {tenant.brands.map((brand) => (
                <ListRow key={brand.slug} title={brand.name} value={brand.slug} />
              ))}
            </Panel>
          </Section>
          <Section title={t('tenant.administrators')} count={tenant.administrators.length}>
            <Panel>
              {tenant.administrators.map((person) => (
                <ListRow key={person.email} title={<bdi>{person.name}</bdi>} note={person.email} />
              ))}
            </Panel>
          </Section>
        </div>
        <BreakGlassList tenantId={tenant.id} />
      </PageBody>
    </>
  );
}
