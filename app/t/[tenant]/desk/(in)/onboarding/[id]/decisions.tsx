'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { NotYours, useMay } from '@/app/_domain/may';
import { useAct } from '@/app/_domain/use-act';
import { useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { Kbd } from '@/app/_ui/kbd';
import { useKeys } from '@/app/_ui/keys/use-keys';
import type { ApplicationDetail } from '@/server/modules/onboarding/contract';
import { ApproveDialog } from './approve-dialog';
import { AskDialog } from './ask-dialog';
import { OverrideDialog } from './override-dialog';
import { RejectDialog } from './reject-dialog';

type Choice = 'approve' | 'reject' | 'ask' | 'override';
/** From which states a verb goes; it refuses the rest anyway. */
const askable: ReadonlySet<string> = new Set(['in_review', 'approved', 'checking']);

/** What a reviewer can do now, each with its key; who is not to decide reads who is. */
export function Decisions({ row }: { row: ApplicationDetail }) {
  const t = useTranslations('operations.review');
  const api = useTRPCClient();
  const { atOnce } = useAct();
  const may = useMay();
  const [choice, setChoice] = useState<Choice | null>(null);
  const isOpen = row.state === 'in_review';
  const mayApprove = isOpen && may('onboarding.application.approve');
  const mayReject = isOpen && may('onboarding.application.reject');
  const mayAsk = askable.has(row.state) && may('onboarding.application.ask');
  const recheck = () => atOnce(() => api.onboarding.applications.recheck.mutate({ id: row.id }), t('rechecked'));
  useKeys('drawer', [
    ...(mayApprove ? [{ keys: 'a', label: t('approve'), run: () => setChoice('approve') }] : []),
    ...(mayReject ? [{ keys: 'r', label: t('reject'), run: () => setChoice('reject') }] : []),
    ...(mayAsk ? [{ keys: 'q', label: t('ask'), run: () => setChoice('ask') }] : []),
  ]);
  if (!may('onboarding.application.approve')) return <NotYours>{t('whoDecides')}</NotYours>;
  const close = () => setChoice(null);
  return (
    <>
      {row.provider?.applicantId && row.state !== 'approved' ? (
        <Button onClick={() => void recheck()}>{t('recheck')}</Button>
      ) : null}
      {may('onboarding.application.override') ? (
        <Button onClick={() => setChoice('override')}>{t('overrideButton')}</Button>
      ) : null}
      {mayAsk ? (
        <Button onClick={() => setChoice('ask')}>
          {t('ask')} <Kbd>q</Kbd>
        </Button>
      ) : null}
      {mayReject ? (
        <Button variant="danger" onClick={() => setChoice('reject')}>
          {t('reject')} <Kbd>r</Kbd>
        </Button>
      ) : null}
      {mayApprove ? (
        <Button variant="primary" onClick={() => setChoice('approve')}>
          {t('approve')} <Kbd>a</Kbd>
        </Button>
      ) : null}
      {choice === 'approve' ? <ApproveDialog row={row} onClose={close} /> : null}
      {choice === 'reject' ? <RejectDialog row={row} onClose={close} /> : null}
      {choice === 'ask' ? <AskDialog row={row} onClose={close} /> : null}
      {choice === 'override' ? <OverrideDialog row={row} onClose={close} /> : null}
    </>
  );
}
