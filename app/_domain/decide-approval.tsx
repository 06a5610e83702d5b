'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { useTRPCClient } from '@/app/_trpc/client';
import { problemOf } from '@/app/_trpc/problem';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Button } from '@/app/_ui/button';
import type { Id } from '@/server/kernel/ids';

type Props = { id: Id<'approval'>; consequences?: { approve: string; reject: string } };

/** One person's vote, wherever the request is shown; each button says first what it will do. */
export function DecideApproval({ id, consequences }: Props) {
  const t = useTranslations('desk.approvals');
  const api = useTRPCClient();
  const queries = useQueryClient();
  const refusal = useRefusalText();
  const decide = (decision: 'approve' | 'reject') => async (comment: string) => {
    try {
      await api.work.approval.decide.mutate({ approvalId: id, decision, comment });
      await queries.invalidateQueries();
      return undefined;
    } catch (error) {
      const problem = problemOf(error);
      return refusal(problem.reason, problem.params);
    }
  };
  return (
    <span className="flex gap-2">
      <Confirm
        trigger={<Button>{t('reject')}</Button>}
        title={t('reject')}
        consequence={consequences?.reject ?? t('rejectConsequence')}
        confirmLabel={t('reject')}
        reason="required"
        onConfirm={decide('reject')}
      />
      <Confirm
        trigger={<Button variant="primary">{t('approve')}</Button>}
        title={t('approve')}
        consequence={consequences?.approve ?? t('approveConsequence')}
        confirmLabel={t('approve')}
        tone="primary"
        reason="optional"
        onConfirm={decide('approve')}
      />
    </span>
  );
}
