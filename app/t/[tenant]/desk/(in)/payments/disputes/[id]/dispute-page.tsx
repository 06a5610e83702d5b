'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { AuditTimeline } from '@/app/_domain/audit-timeline';
import { inWords } from '@/app/_domain/labels';
import { Loaded } from '@/app/_domain/loaded';
import { Presence } from '@/app/_domain/presence';
import { SecondPerson } from '@/app/_domain/second-person';
import { Section } from '@/app/_domain/section';
import { useTRPC } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { CopyId } from '@/app/_ui/copy-id';
import { Figures } from '@/app/_ui/figures';
import { Money } from '@/app/_ui/money';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { PageCrumb } from '@/app/_ui/shell/page-crumb';
import { EmptyState } from '@/app/_ui/states';
import { DueTime, RelativeTime } from '@/app/_ui/time/relative-time';
import type { Id } from '@/server/kernel/ids';
import type { DisputeDetail } from '@/server/modules/payments/dispute-contract';
import { Postings } from '../../postings';
import { standingOf, toneOfStanding } from '../spec';
import { DisputeActions } from './dispute-actions';

/** One claim: whose turn it is and until when, what was taken and what is owed, what was told the card bank. */
export function DisputePage({ id, base }: { id: Id<'dispute'>; base: string }) {
  const trpc = useTRPC();
  const detail = useQuery(trpc.payments.disputes.read.queryOptions({ id }));
  return (
    <>
      {detail.data ? <Head row={detail.data} base={base} /> : null}
      <PageBody className={detail.data ? '' : 'pt-6'}>
        <Loaded query={detail} rows={8}>
          {(row) => <Body row={row} base={base} />}
        </Loaded>
      </PageBody>
    </>
  );
}

function Head({ row, base }: { row: DisputeDetail; base: string }) {
  const t = useTranslations('operations.dispute');
  const words = useTranslations('operations.disputes.standing');
  const standing = standingOf(row);
  const title = t('title', { number: row.depositNumber });
  return (
    <>
      <PageCrumb label={title} />
      <PageHeader
        title={title}
        facts={
          <>
            <CopyId value={row.pspId} />
            <Badge tone={toneOfStanding[standing]}>{words(standing)}</Badge>
          </>
        }
        state={
          <>
            {t.rich(`says.${standing}`, { reason: inWords(row.reason), b: (text: ReactNode) => <b>{text}</b> })}{' '}
            <Link className="text-primary hover:underline" href={`${base}/clients/${row.clientId}`}>
              <bdi>{row.clientName}</bdi>
            </Link>
          </>
        }
        actions={<DisputeActions row={row} />}
      />
    </>
  );
}

function Body({ row, base }: { row: DisputeDetail; base: string }) {
  const t = useTranslations('operations.dispute');
  const trpc = useTRPC();
  const story = useQuery(trpc.audit.entry.timeline.queryOptions({ objectId: row.id }));
  const isOurTurn = standingOf(row) === 'answer_needed';
  return (
    <>
      <Presence objectId={row.id} />
      <SecondPerson objectId={row.id} consequences={{ approve: t('secondApprove'), reject: t('secondReject') }} />
      <Figures
        figures={[
          {
            label: t('claimed'),
            value: <Money value={row.amount} />,
            note: <RelativeTime at={row.openedAt} zone="entity" />,
          },
          {
            label: t('taken'),
            value: <Money value={row.withdrawn} />,
            note: t('takenBy', { vendor: inWords(row.vendor) }),
          },
          {
            label: t('owed'),
            value: <Money value={row.owed} />,
            note: row.writtenOff.minor > 0n ? t('writtenOff') : t(row.isHeld ? 'held' : 'notHeld'),
          },
          {
            label: t('respondBy'),
            value: isOurTurn && row.respondBy ? <DueTime at={row.respondBy} /> : '—',
            note: row.respondBy ? <RelativeTime at={row.respondBy} style="date-time" zone="entity" /> : null,
            ...(isOurTurn ? { tone: 'accent' as const } : {}),
          },
        ]}
      />
      <div className="grid gap-6 lg:grid-cols-2">
        <Payment row={row} base={base} />
        <Answer row={row} />
      </div>
      <Postings postings={row.postings} />
      <Section title={t('story')}>
        <div className="p-4">
          <Loaded query={story}>{(entries) => <AuditTimeline entries={entries} />}</Loaded>
        </div>
      </Section>
    </>
  );
}

function Payment({ row, base }: { row: DisputeDetail; base: string }) {
  const t = useTranslations('operations.dispute');
  const lines: [string, ReactNode][] = [
    [t('why'), inWords(row.reason)],
    [
      t('deposit'),
      <Link key="d" className="text-primary hover:underline" href={`${base}/payments/deposits/${row.depositId}`}>
        {row.depositNumber}
      </Link>,
    ],
    [t('charge'), <CopyId key="c" value={row.chargeId} />],
  ];
  return (
    <Section title={t('payment')}>
      <dl className="divide-y">
        {lines.map(([label, value]) => (
          <div key={label} className="flex items-center justify-between gap-4 px-4 py-2">
            <dt className="text-muted-foreground">{label}</dt>
            <dd className="min-w-0 truncate">{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function Answer({ row }: { row: DisputeDetail }) {
  const t = useTranslations('operations.dispute');
  return (
    <Section title={t('answer')} note={row.answer ? t(`answered.${row.answer}`) : null}>
      {row.answer === null ? (
        <EmptyState title={t('noAnswer')}>{t(standingOf(row) === 'answer_needed' ? 'noAnswerYet' : 'none')}</EmptyState>
      ) : (
        <div className="flex flex-col gap-2 px-4 py-3">
          <p className="whitespace-pre-wrap break-words">{row.statement ?? t(`said.${row.answer}`)}</p>
          <p className="text-muted-foreground text-xs">
            {row.answerTakenAt ? t('takenAt') : t('onItsWay')}{' '}
            {row.answerTakenAt ? <RelativeTime at={row.answerTakenAt} zone="entity" style="date-time" /> : null}
          </p>
        </div>
      )}
    </Section>
  );
}
