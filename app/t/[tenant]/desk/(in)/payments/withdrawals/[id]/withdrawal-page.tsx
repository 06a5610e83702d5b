'use client';

import { skipToken, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { ApprovalVote } from '@/app/_domain/approval-vote';
import { AuditTimeline } from '@/app/_domain/audit-timeline';
import { CheckList } from '@/app/_domain/check-list';
import { inWords, toneOf } from '@/app/_domain/labels';
import { useMay } from '@/app/_domain/may';
import { Presence } from '@/app/_domain/presence';
import { Section } from '@/app/_domain/section';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { CopyId } from '@/app/_ui/copy-id';
import { Figures } from '@/app/_ui/figures';
import { Money } from '@/app/_ui/money';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { PageCrumb } from '@/app/_ui/shell/page-crumb';
import { SkeletonRows } from '@/app/_ui/skeleton';
import { ErrorState } from '@/app/_ui/states';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { Id } from '@/server/kernel/ids';
import type { WithdrawalView } from '@/server/modules/payments/contract';

/** Who approved, which checks ran, what changed, and why: the whole answer on one page. */
export function WithdrawalPage({ id, base }: { id: Id<'withdrawal'>; base: string }) {
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
        state={t.rich('state', {
          name: row.clientName,
          client: (name) => (
            <Link href={`${base}/clients/${row.clientId}`} className="text-primary hover:underline">
              <bdi>{name}</bdi>
            </Link>
          ),
        })}
        actions={
          <>
            {row.state === 'in_review' ? <CancelForClient row={row} /> : null}
            {approvalId && request.data ? (
              <ApprovalVote
                row={request.data}
                notYours={t('notYours')}
                consequences={{ approve: t('approveConsequence'), reject: t('rejectConsequence') }}
              />
            ) : null}
          </>
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
            <CheckList checks={row.checks.filter((check) => check.run === last)} />
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

/** On the telephone he has changed his mind: the money goes back and he is told who did it for him. */
function CancelForClient({ row }: { row: WithdrawalView }) {
  const t = useTranslations('desk.withdrawal');
  const api = useTRPCClient();
  const may = useMay();
  const { inDialog } = useAct();
  if (!may('payments.withdrawal.cancel')) return null;
  return (
    <Confirm
      trigger={<Button>{t('cancel')}</Button>}
      title={t('cancelTitle', { number: row.number })}
      consequence={t.rich('cancelBody', { amount: () => <Money value={row.amount} />, name: row.clientName })}
      confirmLabel={t('cancelConfirm')}
      reason="required"
      onConfirm={(reason) =>
        inDialog(() => api.payments.withdrawals.cancel.mutate({ id: row.id, reason }), t('cancelled'))
      }
    />
  );
}
