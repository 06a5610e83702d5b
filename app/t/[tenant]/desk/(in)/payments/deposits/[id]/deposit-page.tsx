'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { AuditTimeline } from '@/app/_domain/audit-timeline';
import { CheckList } from '@/app/_domain/check-list';
import { inWords, toneOf } from '@/app/_domain/labels';
import { Loaded } from '@/app/_domain/loaded';
import { useMay } from '@/app/_domain/may';
import { Presence } from '@/app/_domain/presence';
import { SecondPerson } from '@/app/_domain/second-person';
import { Section } from '@/app/_domain/section';
import { TechnicalToggle } from '@/app/_domain/technical-toggle';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { CopyId } from '@/app/_ui/copy-id';
import { Figures } from '@/app/_ui/figures';
import { Money } from '@/app/_ui/money';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { PageCrumb } from '@/app/_ui/shell/page-crumb';
import { EmptyState } from '@/app/_ui/states';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { Id } from '@/server/kernel/ids';
import type { DepositDetail } from '@/server/modules/payments/deposit-contract';
import { DisputesPanel } from '../../disputes/disputes-panel';
import { Postings } from '../../postings';
import { unknownStates } from '../spec';
import { Attempts } from './attempts';
import { DecideHeld } from './decide-held';

/** Where the money is, what every try at the PSP said, what was booked, and what a person still has to decide. */
export function DepositPage({ id, base }: { id: Id<'deposit'>; base: string }) {
  const trpc = useTRPC();
  const detail = useQuery(trpc.payments.deposits.detail.queryOptions({ id }));
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

function Head({ row, base }: { row: DepositDetail; base: string }) {
  const t = useTranslations('operations.deposit');
  const api = useTRPCClient();
  const { atOnce } = useAct();
  const may = useMay();
  const b = (text: ReactNode) => <b>{text}</b>;
  const isOpen = unknownStates.has(row.state);
  return (
    <>
      <PageCrumb label={row.number} />
      <PageHeader
        title={row.number}
        facts={
          <>
            <CopyId value={row.id} />
            <Badge tone={toneOf(row.state)}>{inWords(row.state)}</Badge>
          </>
        }
        state={
          <>
            {t.rich(row.state === 'in_review' ? 'stateHeld' : isOpen ? 'stateOpen' : 'stateDone', {
              why: row.reason ? inWords(row.reason).toLowerCase() : t('noReason'),
              state: inWords(row.state),
              b,
            })}{' '}
            <Link className="text-primary hover:underline" href={`${base}/clients/${row.clientId}`}>
              <bdi>{row.clientName}</bdi>
            </Link>
          </>
        }
        actions={
          <>
            {isOpen ? (
              <Button
                variant="primary"
                disabled={!may('payments.deposit.refresh')}
                onClick={() => void atOnce(() => api.payments.deposits.refresh.mutate({ id: row.id }), t('refreshed'))}
              >
                {t('refresh')}
              </Button>
            ) : null}
            {row.state === 'in_review' ? <DecideHeld row={row} /> : null}
          </>
        }
      />
    </>
  );
}

function Body({ row, base }: { row: DepositDetail; base: string }) {
  const t = useTranslations('operations.deposit');
  const trpc = useTRPC();
  const [technical, setTechnical] = useState(false);
  const story = useQuery(
    trpc.audit.entry.timeline.queryOptions({ objectId: row.id, technical }, { placeholderData: keepPreviousData }),
  );
  const received = row.charges.find((charge) => !charge.isSurplus)?.received ?? null;
  return (
    <>
      <Presence objectId={row.id} />
      <SecondPerson objectId={row.id} consequences={{ approve: t('secondApprove'), reject: t('secondReject') }} />
      <Figures
        figures={[
          {
            label: t('asked'),
            value: <Money value={row.requested} />,
            note: <RelativeTime at={row.createdAt} zone="entity" />,
          },
          { label: t('received'), value: received ? <Money value={received} /> : '—', note: row.method },
          {
            label: t('credited'),
            value: row.credited ? <Money value={row.credited} /> : '—',
            note: row.creditedAt ? <RelativeTime at={row.creditedAt} zone="entity" /> : null,
          },
          {
            label: t('target'),
            value: row.target ? (
              <Link className="text-primary hover:underline" href={`${base}/trading/accounts/${row.target.id}`}>
                {row.target.login ?? t('opening')}
              </Link>
            ) : (
              t('wallet')
            ),
            note: row.target ? t('targetNote') : t('walletNote'),
          },
        ]}
      />
      <div className="grid gap-6 lg:grid-cols-2">
        <Section title={t('attempts')} note={t('attemptsNote')}>
          <Attempts row={row} />
        </Section>
        <Section title={t('checks')}>
          {row.checks.length === 0 ? (
            <EmptyState title={t('noChecks')}>{t('noChecksBody')}</EmptyState>
          ) : (
            <CheckList checks={row.checks} />
          )}
        </Section>
      </div>
      <DisputesPanel of={{ depositId: row.id }} base={base} />
      <Postings postings={row.postings} />
      <Section title={t('story')} aside={<TechnicalToggle on={technical} onChange={setTechnical} />}>
        <div className="p-4">
          <Loaded query={story}>{(entries) => <AuditTimeline entries={entries} />}</Loaded>
        </div>
      </Section>
    </>
  );
}
