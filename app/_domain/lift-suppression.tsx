'use client';

import { useTranslations } from 'next-intl';
import { useMay } from '@/app/_domain/may';
import { useAct } from '@/app/_domain/use-act';
import { useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Button } from '@/app/_ui/button';
import type { SuppressionView } from '@/server/modules/notifications/suppression-contract';

/** Writes to this address again, for a reason; what its owner has said himself nobody undoes for him. */
export function LiftSuppression({ row }: { row: SuppressionView }) {
  const t = useTranslations('desk.suppressed');
  const may = useMay();
  const api = useTRPCClient();
  const { inDialog } = useAct();
  if (row.liftedAt || row.reason === 'opted_out' || !may('notifications.suppression.lift')) return null;
  return (
    <Confirm
      trigger={<Button size="sm">{t('lift')}</Button>}
      title={t('liftTitle')}
      consequence={t('liftBody')}
      confirmLabel={t('lift')}
      tone="primary"
      reason="required"
      onConfirm={(reason) =>
        inDialog(() => api.notifications.suppressions.lift.mutate({ id: row.id, reason }), t('lifted'))
      }
    />
  );
}
