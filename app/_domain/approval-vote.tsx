'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useAct } from '@/app/_domain/use-act';
import { type Answers, useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Button } from '@/app/_ui/button';
import { useNow } from '@/app/_ui/time/now';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import { DecideApproval } from './decide-approval';
import { NotYours, useMay } from './may';

type Row = Pick<
  Answers['work']['approval']['list']['rows'][number],
  'id' | 'isMine' | 'hasVoted' | 'mayDecide' | 'mayDecideAlone' | 'notBefore' | 'mode' | 'needed' | 'approvals'
>;
type Props = {
  row: Row;
  consequences?: { approve: string; reject: string };
  /** Who decides, said to somebody who does not. */
  notYours?: ReactNode;
};

/** What the reader can do with a request that waits: vote, take his own back, or read why neither. */
export function ApprovalVote({ row, consequences, notYours }: Props) {
  const t = useTranslations('desk.approvals');
  if (row.mayDecide)
    return (
      <span className="flex flex-wrap gap-2">
        {row.needed - row.approvals > 1 ? <BreakGlass row={row} /> : null}
        <DecideApproval id={row.id} {...(consequences ? { consequences } : {})} />
      </span>
    );
  if (!row.isMine) return <NotYours>{row.hasVoted ? t('alreadyVoted') : (notYours ?? t('notYours'))}</NotYours>;
  return (
    <span className="flex flex-wrap items-center gap-2">
      <NotYours>{t('own')}</NotYours>
      <TakeBack row={row} />
      {row.mayDecideAlone ? <Alone row={row} /> : null}
    </span>
  );
}

function TakeBack({ row }: { row: Row }) {
  const t = useTranslations('desk.approvals');
  const api = useTRPCClient();
  const { inDialog } = useAct();
  return (
    <Confirm
      trigger={<Button>{t('takeBack')}</Button>}
      title={t('takeBackTitle')}
      consequence={t('takeBackBody')}
      confirmLabel={t('takeBack')}
      reason="required"
      onConfirm={(reason) =>
        inDialog(() => api.work.approval.cancel.mutate({ approvalId: row.id, reason }), t('takenBack'))
      }
    />
  );
}

/** Two people are asked for and only one can be had: he decides alone, in the open. */
function BreakGlass({ row }: { row: Row }) {
  const t = useTranslations('desk.approvals');
  const may = useMay();
  const api = useTRPCClient();
  const { inDialog } = useAct();
  if (!may('work.approval.break_glass')) return null;
  return (
    <Confirm
      trigger={<Button variant="ghost">{t('breakGlass')}</Button>}
      title={t('breakGlassTitle', { missing: row.needed - row.approvals - 1 })}
      consequence={t('breakGlassBody')}
      confirmLabel={t('breakGlass')}
      reason="required"
      onConfirm={(reason) =>
        inDialog(() => api.work.approval.breakGlass.mutate({ approvalId: row.id, reason }), t('glassBroken'))
      }
    />
  );
}

/** A founder alone in his sandbox: he says so today, and his own eyes a day later are the second pair. */
function Alone({ row }: { row: Row }) {
  const t = useTranslations('desk.approvals');
  const now = useNow();
  const api = useTRPCClient();
  const { inDialog } = useAct();
  if (row.mode === 'solo' && row.notBefore && row.notBefore > now)
    return (
      <span className="text-muted-foreground text-xs">
        {t('aloneFrom')} <RelativeTime at={row.notBefore} style="date-time" />
      </span>
    );
  const isAnnounced = row.mode === 'solo' && row.notBefore !== null;
  return (
    <Confirm
      trigger={<Button variant="primary">{t(isAnnounced ? 'approve' : 'alone')}</Button>}
      title={t(isAnnounced ? 'approve' : 'aloneTitle')}
      consequence={t(isAnnounced ? 'approveConsequence' : 'aloneBody')}
      confirmLabel={t(isAnnounced ? 'approve' : 'alone')}
      tone="primary"
      onConfirm={() => inDialog(() => api.work.approval.decideAlone.mutate({ approvalId: row.id }))}
    />
  );
}
