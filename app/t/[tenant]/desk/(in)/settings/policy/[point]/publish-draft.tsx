'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { refusalOf } from '@/app/_trpc/refusal';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Button } from '@/app/_ui/button';
import { toast } from '@/app/_ui/toaster';
import type { Tables } from './policy-point';

/** Asks a second person; says first how the draft would have decided what was decided in 90 days. */
export function PublishDraft({ draft }: { draft: Tables['versions'][number] }) {
  const t = useTranslations('settings.policy');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const { inDialog } = useAct();
  const [open, setOpen] = useState(false);
  const simulation = useQuery({
    ...trpc.policy.simulate.queryOptions({ id: draft.id, days: 90 }),
    enabled: open,
    retry: false,
  });
  const publish = (reason: string) =>
    inDialog(async () => {
      try {
        await api.policy.publish.mutate({ id: draft.id, reason });
        toast.success(t('published'));
      } catch (error) {
        // Parked for the second person is what was wanted here, not a failure.
        if (refusalOf(error)?.reason !== 'waiting_for_approval') throw error;
        toast.success(t('waits'));
      }
    });
  const { data } = simulation;
  return (
    <Confirm
      trigger={<Button variant="primary">{t('publish')}</Button>}
      open={open}
      onOpenChange={setOpen}
      title={t('publishTitle', { version: draft.version })}
      consequence={
        <>
          {data
            ? t('simulated', { decisions: data.decisions, changed: data.changed, unreadable: data.unreadable })
            : simulation.error
              ? t('notSimulated')
              : t('simulating')}{' '}
          {t('publishBody')}
        </>
      }
      confirmLabel={t('publish')}
      tone="primary"
      reason="required"
      onConfirm={publish}
    />
  );
}
