'use client';

import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { attempt } from '@/app/_trpc/problem';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Button } from '@/app/_ui/button';
import { Money } from '@/app/_ui/money';
import { Card, CardBody, CardHeader } from '@/app/_ui/panel';
import { Stepper } from '@/app/_ui/stepper';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { WithdrawalView } from '@/server/modules/payments/contract';
import { usePlace } from './portal-place';
import { stepsOf, type WithdrawalStep } from './withdrawal-steps';

/** One withdrawal on its way: each step with its time and whose turn it is; what can still be undone, at the foot. */
export function WithdrawalCard({ withdrawal, linked }: { withdrawal: WithdrawalView; linked?: boolean }) {
  const t = useTranslations('portal.withdrawal');
  const { base } = usePlace();
  const note = useStepNote(withdrawal);
  const title = linked ? (
    <Link href={`${base}/wallet/withdrawals/${withdrawal.id}`} className="inline-flex min-h-11 items-center">
      {t('title')} <bdi className="ms-1 text-subtle">{withdrawal.number}</bdi>
    </Link>
  ) : (
    t('steps')
  );
  return (
    <Card>
      <CardHeader
        title={title}
        aside={
          <span className="font-semibold text-base">
            <Money value={withdrawal.amount} />
          </span>
        }
      />
      <Stepper
        className="px-4 pt-1 pb-4 sm:px-6"
        items={stepsOf(withdrawal).map((step) => ({
          id: step.id,
          title: t(`step.${step.id}`),
          state: step.state,
          when: step.at ? <RelativeTime at={step.at} style="date-time" /> : undefined,
          note: note(step),
        }))}
      />
      {withdrawal.state === 'in_review' ? <CancelFoot withdrawal={withdrawal} /> : null}
    </Card>
  );
}

function useStepNote({ needed, approvals, state, publicReason }: WithdrawalView) {
  const t = useTranslations('portal.withdrawal');
  const refusal = useRefusalText();
  return (step: WithdrawalStep) => {
    if (step.id === 'coming_back' && publicReason) return refusal(publicReason);
    if (step.state !== 'now') return undefined;
    if (step.id === 'checked' && needed !== null && needed > 1) return t('note.checks', { approvals, needed });
    if (step.id === 'arrived' && state === 'partly_paid') return t('note.partly');
    return t(`note.${step.id}`);
  };
}

function CancelFoot({ withdrawal }: { withdrawal: WithdrawalView }) {
  const t = useTranslations('portal.withdrawal');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const queries = useQueryClient();
  const refusal = useRefusalText();
  const cancel = async () => {
    const problem = await attempt(() => api.payments.withdrawals.cancel.mutate({ id: withdrawal.id }));
    await Promise.all([
      queries.invalidateQueries({ queryKey: trpc.payments.withdrawals.pathKey() }),
      queries.invalidateQueries({ queryKey: trpc.ledger.pathKey() }),
    ]);
    return problem ? refusal(problem.reason, problem.params) : undefined;
  };
  return (
    <CardBody className="border-t py-3">
      <Confirm
        trigger={<Button className="w-full">{t('cancel')}</Button>}
        title={t('cancelTitle')}
        consequence={t.rich('cancelConsequence', { amount: () => <Money value={withdrawal.amount} /> })}
        confirmLabel={t('cancelConfirm')}
        onConfirm={cancel}
      />
      <p className="mt-2 text-center text-muted-foreground text-sm">{t('cancelUntil')}</p>
    </CardBody>
  );
}
