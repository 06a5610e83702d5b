'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { parseAsStringEnum, useQueryState } from 'nuqs';
import { inWords } from '@/app/_domain/labels';
import { Presence } from '@/app/_domain/presence';
import { SecondPerson } from '@/app/_domain/second-person';
import { Section } from '@/app/_domain/section';
import { Watermark } from '@/app/_domain/watermark';
import { useTRPC } from '@/app/_trpc/client';
import { Avatar } from '@/app/_ui/avatar';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { PageCrumb } from '@/app/_ui/shell/page-crumb';
import { SkeletonRows } from '@/app/_ui/skeleton';
import { EmptyState, ErrorState } from '@/app/_ui/states';
import { Tab, TabPanel, Tabs, TabsList } from '@/app/_ui/tabs';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { Id } from '@/server/kernel/ids';
import type { ClientDetail } from '@/server/modules/clients/contract';
import { ClientTasks } from '../../tasks/client-tasks';
import { ClientActions } from './actions';
import { Asked } from './asked';
import { CallerCheck } from './caller';
import { ClientBadges, ClientFacts } from './client-header';
import { Contact } from './contact';
import { ContactLog } from './contact-log';
import { Holds } from './holds';
import { InSegments } from './in-segments';
import { Journey } from './journey';
import { MessagesTab } from './messages-tab';
import { Owners } from './owners';
import { RecordsTab } from './records-tab';
import { ShowPage } from './show-page';
import { DocumentsTab, MoneyTab, RiskTab, StoryTab, TradingTab, VerificationTab } from './tabs';

const tabs = [
  'overview',
  'journey',
  'verification',
  'money',
  'trading',
  'risk',
  'documents',
  'messages',
  'records',
  'audit',
] as const;

/** One client, one page: who, where he stands, his money, what needs doing, and everything that happened. */
export function ClientPage({ id, base }: { id: Id<'client'>; base: string }) {
  const t = useTranslations('desk.client');
  const trpc = useTRPC();
  const client = useQuery(trpc.clients.read.queryOptions({ id }));
  const [tab, setTab] = useQueryState('tab', parseAsStringEnum([...tabs]).withDefault('overview'));
  if (client.error) return <ErrorState title={t('missing')} />;
  if (!client.data) return <SkeletonRows rows={8} className="m-2" />;
  const row = client.data;
  return (
    <>
      <Watermark />
      <PageCrumb label={row.name} />
      <PageHeader
        leading={<Avatar name={row.name} decorative />}
        title={<bdi>{row.name}</bdi>}
        facts={<ClientBadges client={row} />}
        state={<Standing client={row} />}
        actions={<ClientActions client={row} />}
      />
      <PageBody>
        <Presence objectId={id} />
        <SecondPerson objectId={id} />
        <ClientFacts client={row} />
      </PageBody>
      <Tabs value={tab} onValueChange={(next) => void setTab(tabs.find((one) => one === next) ?? 'overview')}>
        <TabsList aria-label={t('tabs.label')}>
          {tabs.map((one) => (
            <Tab key={one} value={one}>
              {t(`tabs.${one}`)}
            </Tab>
          ))}
        </TabsList>
        <TabPanel value={tab} className="pt-6">
          <PageBody>
            <Content tab={tab} client={row} base={base} />
          </PageBody>
        </TabPanel>
      </Tabs>
    </>
  );
}

/** The stage and what brought him there: the newest milestone, with its time. */
function Standing({ client: { stage, milestones } }: { client: ClientDetail }) {
  const t = useTranslations('desk.client');
  const newest = milestones.reduce<(typeof milestones)[number] | undefined>(
    (last, one) => (last && last.at >= one.at ? last : one),
    undefined,
  );
  return (
    <>
      <b>{t('stage', { stage: inWords(stage).toLowerCase() })}</b>{' '}
      {newest ? (
        <>
          {inWords(newest.facet)} {inWords(newest.to).toLowerCase()}, <RelativeTime at={newest.at} zone="entity" />.
        </>
      ) : null}
    </>
  );
}

type ContentProps = { tab: (typeof tabs)[number]; client: ClientDetail; base: string };

function Content({ tab, client, base }: ContentProps) {
  const of = { clientId: client.id, base };
  switch (tab) {
    case 'overview':
      return <Overview client={client} base={base} />;
    case 'journey':
      return <JourneyTab client={client} />;
    case 'verification':
      return <VerificationTab {...of} />;
    case 'money':
      return <MoneyTab {...of} />;
    case 'trading':
      return <TradingTab {...of} />;
    case 'risk':
      return <RiskTab clientId={client.id} />;
    case 'documents':
      return <DocumentsTab clientId={client.id} />;
    case 'messages':
      return (
        <>
          <Asked {...of} />
          <MessagesTab clientId={client.id} />
        </>
      );
    case 'records':
      return <RecordsTab {...of} />;
    case 'audit':
      return <StoryTab clientId={client.id} />;
  }
}

function Overview({ client, base }: { client: ClientDetail; base: string }) {
  return (
    <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_340px]">
      <div className="flex min-w-0 flex-col gap-6">
        <Journey facets={client.facets} capabilities={client.capabilities} />
        <StoryTab clientId={client.id} limit={12} />
      </div>
      <div className="flex min-w-0 flex-col gap-6">
        <ClientTasks clientId={client.id} />
        <CallerCheck clientId={client.id} />
        <ShowPage clientId={client.id} />
        <Contact client={client} />
        <Owners clientId={client.id} />
        <Holds client={client} />
        <InSegments clientId={client.id} base={base} />
        <ContactLog clientId={client.id} />
      </div>
    </div>
  );
}

function JourneyTab({ client }: { client: ClientDetail }) {
  const t = useTranslations('desk.client');
  return (
    <>
      <Journey facets={client.facets} capabilities={client.capabilities} />
      <Section title={t('milestones')}>
        {client.milestones.length === 0 ? <EmptyState title={t('noMilestones')} /> : null}
        <ol className="divide-y">
          {client.milestones.map((step) => (
            <li
              key={`${step.facet}-${step.at.getTime()}-${step.to}`}
              className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 px-4 py-2 sm:grid-cols-[112px_minmax(0,1fr)_auto]"
            >
              <span className="text-muted-foreground max-sm:text-xs">{inWords(step.facet)}</span>
              <span className="min-w-0 max-sm:col-start-1 max-sm:row-start-2">
                <span className="font-medium">{inWords(step.to)}</span>{' '}
                <span className="text-muted-foreground">{inWords(step.restrictedReason ?? step.reason)}</span>
              </span>
              <span className="text-end text-muted-foreground">
                <RelativeTime at={step.at} zone="entity" />
              </span>
            </li>
          ))}
        </ol>
      </Section>
    </>
  );
}
