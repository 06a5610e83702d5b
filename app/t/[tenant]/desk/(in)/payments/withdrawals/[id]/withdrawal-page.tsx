'use client';

import { skipToken, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { AuditTimeline } from '@/app/_domain/audit-timeline';
import { DecideApproval } from '@/app/_domain/decide-approval';
import { inWords, toneOf } from '@/app/_domain/labels';
import { NotYours } from '@/app/_domain/may';
import { Presence } from '@/app/_domain/presence';
import { Section } from '@/app/_domain/section';
import { useTRPC } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { CopyId } from '@/app/_ui/copy-id';
import { Figures } from '@/app/_ui/figures';
import { Money } from '@/app/_ui/money';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { PageCrumb } from '@/app/_ui/shell/page-crumb';
import { SkeletonRows } from '@/app/_ui/skeleton';
import { ErrorState } from '@/app/_ui/states';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { Id } from '@/server/kernel/ids';

/** Who approved, which checks ran, what changed, and why: the whole answer on one page. */
export function WithdrawalPage({ id }: { id: Id<'withdrawal'> }) {
  const t = useTranslations('desk.withdrawal');
  const trpc = useTRPC();
  const detail = useQuery(trpc.payments.withdrawals.read.queryOptions({ id }));
  const story = useQuery(trpc.payments.withdrawals.timeline.queryOptions({ id }));
  const approvalId = detail.data?.state === 'in_review' ? detail.data.approvalId : null;
  const request = useQuery(
    trpc.work.approval.get.queryOptions(approvalId ? { approvalId } : skipToken, { retry: false }),
  );
  if (detail.error) return <ErrorState title={t('missing')} />;
  if (!detail.data) return <SkeletonRows rows={8} className="m-2" />;
  const row = detail.data;
  const ways =
    row.legs.length > 0
      ? row.legs
      : row.plan.map((leg, i) => ({
          id: `plan-${i}`,
          kind: leg.kind,
          amount: leg.amount,
          state: 'planned',
          instrument: leg.to,
          problem: null,
        }));
  const last = Math.max(0, ...row.checks.map((check) => check.run));
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
        state={t('state', { name: row.clientName })}
        actions={
          approvalId && request.data && !request.data.mayDecide ? (
            <NotYours>{t('notYours')}</NotYours>
          ) : approvalId && request.data ? (
            <DecideApproval
              id={approvalId}
              consequences={{ approve: t('approveConsequence'), reject: t('rejectConsequence') }}
            />
          ) : null
        }
      />
      <PageBody>
        <Presence objectId={row.id} />
        <Figures
          figures={[
            { label: t('amount'), value: <Money value={row.amount} /> },
            { label: t('from'), value: row.sourceLogin ?? t('wallet') },
            {
              label: t('approvals'),
              value: row.needed === null ? '—' : t('ofNeeded', { have: row.approvals, needed: row.needed }),
            },
            { label: t('rule'), value: row.policyRow ?? t('default'), note: row.policyVersion },
            { label: t('asked'), value: <RelativeTime at={row.requestedAt} zone="entity" /> },
          ]}
        />
        <div className="grid gap-6 lg:grid-cols-2">
          <Section title={t('ways')}>
            <ul className="divide-y">
              {ways.map((leg) => (
                <li key={leg.id} className="flex items-center gap-3 px-4 py-2">
                  <span className="flex-1">
                    {leg.kind === 'refund' ? t('refund') : t('bank')}{' '}
                    <span className="text-muted-foreground">{leg.instrument}</span>
                    {leg.problem ? <span className="block text-destructive text-xs">{leg.problem}</span> : null}
                  </span>
                  <Money value={leg.amount} />
                  <Badge tone={toneOf(leg.state)}>{inWords(leg.state)}</Badge>
                </li>
              ))}
            </ul>
          </Section>
          <Section title={t('checks')}>
            <ul className="divide-y">
              {row.checks
                .filter((check) => check.run === last)
                .map((check) => (
                  <li key={check.name} className="flex items-center gap-3 px-4 py-2">
                    <details className="flex-1">
                      <summary>{inWords(check.name)}</summary>
                      <pre className="mt-1 whitespace-pre-wrap font-mono text-2xs text-muted-foreground">
                        {JSON.stringify(check.facts, null, 2)}
                      </pre>
                    </details>
                    <Badge
                      tone={check.result === 'pass' ? 'success' : check.result === 'warn' ? 'warning' : 'destructive'}
                    >
                      {inWords(check.result)}
                    </Badge>
                  </li>
                ))}
            </ul>
          </Section>
        </div>
        <Section title={t('story')}>
          <div className="p-4">
            {story.data ? <AuditTimeline entries={story.data} /> : <SkeletonRows rows={4} className="p-0" />}
          </div>
        </Section>
      </PageBody>
    </>
  );
}
