'use client';

import { useTranslations } from 'next-intl';
import { NotYours, useMay } from '@/app/_domain/may';
import { useAct } from '@/app/_domain/use-act';
import { useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Button } from '@/app/_ui/button';
import type { HitView } from '@/server/modules/screening/contract';

/** Compliance decides; the first line clears what is plainly somebody else and hands the rest on. */
export function DecideHit({ hit }: { hit: HitView }) {
  const t = useTranslations('operations.review');
  const api = useTRPCClient();
  const { inDialog } = useAct();
  const may = useMay();
  const { id } = hit;
  const isCompliance = may('screening.hit.decide');
  const mayReview = may('screening.hit.review');
  if (!isCompliance && !mayReview) return <NotYours>{t('whoHits')}</NotYours>;
  const clear = (reason: string) =>
    inDialog(
      () =>
        isCompliance
          ? api.onboarding.hits.decide.mutate({ id, finding: 'false_positive', reason })
          : api.onboarding.hits.review.mutate({ id, finding: 'false_positive', reason }),
      t('cleared'),
    );
  const confirm = (reason: string) =>
    inDialog(
      () =>
        isCompliance
          ? api.onboarding.hits.decide.mutate({ id, finding: 'true_match', reason })
          : api.onboarding.hits.review.mutate({ id, finding: 'escalate', reason }),
      t(isCompliance ? 'matched' : 'escalated'),
    );
  return (
    <span className="flex gap-2">
      {isCompliance || hit.band !== 'top' ? (
        <Confirm
          trigger={<Button size="sm">{t('notHe')}</Button>}
          title={t('notHeTitle', { name: hit.listedName })}
          consequence={t(hit.band === 'top' ? 'notHeTwo' : 'notHeBody')}
          confirmLabel={t('notHe')}
          tone="primary"
          reason="required"
          onConfirm={clear}
        />
      ) : null}
      <Confirm
        trigger={
          <Button size="sm" variant="danger">
            {t(isCompliance ? 'isHe' : 'escalate')}
          </Button>
        }
        title={t(isCompliance ? 'isHeTitle' : 'escalateTitle', { name: hit.listedName })}
        consequence={t(isCompliance ? 'isHeBody' : 'escalateBody')}
        confirmLabel={t(isCompliance ? 'isHe' : 'escalate')}
        reason="required"
        onConfirm={confirm}
      />
    </span>
  );
}
