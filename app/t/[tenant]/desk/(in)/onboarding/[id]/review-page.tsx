'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { AuditTimeline } from '@/app/_domain/audit-timeline';
import { inWords, toneOf } from '@/app/_domain/labels';
import { Loaded } from '@/app/_domain/loaded';
import { Presence } from '@/app/_domain/presence';
import { SecondPerson } from '@/app/_domain/second-person';
import { Section } from '@/app/_domain/section';
import { TechnicalToggle } from '@/app/_domain/technical-toggle';
import { Watermark } from '@/app/_domain/watermark';
import { useTRPC } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { CopyId } from '@/app/_ui/copy-id';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { PageCrumb } from '@/app/_ui/shell/page-crumb';
import { DueTime } from '@/app/_ui/time/relative-time';
import type { Id } from '@/server/kernel/ids';
import type { ApplicationDetail } from '@/server/modules/onboarding/contract';
import { Answers } from './answers';
import { Decisions } from './decisions';
import { Documents } from './documents';
import { Outlook } from './outlook';
import { Provider } from './provider';
import { Risk } from './risk';
import { Screening } from './screening';
import { Walk } from './walk';

/** The whole application on one screen: what was said beside what was shown, and everything a decision rests on. */
export function ReviewPage({ id, tenant }: { id: Id<'application'>; tenant: string }) {
  const trpc = useTRPC();
  const application = useQuery(trpc.onboarding.applications.read.queryOptions({ id }));
  const base = `/t/${tenant}/desk`;
  return (
    <>
      <Watermark />
      {application.data ? <Head row={application.data} base={base} /> : null}
      <PageBody className={application.data ? '' : 'pt-6'}>
        <Loaded query={application} rows={12}>
          {(row) => <Body row={row} tenant={tenant} />}
        </Loaded>
      </PageBody>
    </>
  );
}

function Head({ row, base }: { row: ApplicationDetail; base: string }) {
  const t = useTranslations('operations.review');
  const b = (text: ReactNode) => <b>{text}</b>;
  return (
    <>
      <PageCrumb label={row.clientName} />
      <PageHeader
        title={
          <Link href={`${base}/clients/${row.clientId}`} className="hover:underline">
            <bdi>{row.clientName}</bdi>
          </Link>
        }
        facts={
          <>
            <CopyId value={row.clientNumber} />
            <Badge tone={toneOf(row.state)}>{inWords(row.state)}</Badge>
            {row.purpose === 'renewal' ? <Badge plain>{t('renewal')}</Badge> : null}
            <Badge plain>{row.entity}</Badge>
          </>
        }
        state={
          <>
            {row.state === 'in_review'
              ? t.rich('stateReview', { why: row.reviewReason ? inWords(row.reviewReason) : t('noReason'), b })
              : t.rich('stateOther', { state: inWords(row.state), outcome: inWords(row.outcome ?? 'none'), b })}{' '}
            {row.dueAt && row.state === 'in_review' ? (
              <>
                {t('due')} <DueTime at={row.dueAt} soonMs={4 * 3_600_000} />.{' '}
              </>
            ) : null}
            {row.work?.assignee ? t('takenBy', { name: row.work.isMine ? t('you') : row.work.assignee }) : null}
          </>
        }
        actions={<Decisions row={row} />}
      />
      <Walk id={row.id} base={`${base}/onboarding`} />
    </>
  );
}

function Body({ row, tenant }: { row: ApplicationDetail; tenant: string }) {
  const t = useTranslations('operations.review');
  const trpc = useTRPC();
  const [technical, setTechnical] = useState(false);
  const story = useQuery(
    trpc.audit.entry.timeline.queryOptions({ objectId: row.id, technical }, { placeholderData: keepPreviousData }),
  );
  return (
    <>
      <Presence objectId={row.id} />
      <SecondPerson objectId={row.id} />
      <div className="grid gap-6 xl:grid-cols-[minmax(0,1fr)_minmax(0,1.05fr)]">
        <div className="flex min-w-0 flex-col gap-6">
          <Answers row={row} />
          <Risk row={row} />
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <Documents row={row} tenant={tenant} />
          <Provider row={row} />
          <Screening row={row} />
          <Outlook id={row.id} isOpen={row.state === 'in_review'} />
        </div>
      </div>
      <Section title={t('story')} aside={<TechnicalToggle on={technical} onChange={setTechnical} />}>
        <div className="p-4">
          <Loaded query={story}>{(entries) => <AuditTimeline entries={entries} />}</Loaded>
        </div>
      </Section>
    </>
  );
}
