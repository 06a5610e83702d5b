'use client';

import { useTranslations } from 'next-intl';
import { z } from 'zod';
import { useAct } from '@/app/_domain/use-act';
import { useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormSelect, FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { useNow } from '@/app/_ui/time/now';
import { outsiders } from '@/server/modules/work/contract';
import type { WorkRow } from './use-work-acts';

const days = { '1d': 1, '3d': 3, '7d': 7, '14d': 14, '30d': 30 } as const;
const choices = ['1d', '3d', '7d', '14d', '30d'] as const;
const Fields = z.object({
  waitingFor: z.enum(outsiders),
  until: z.enum(choices),
  reason: z.string().trim().min(3).max(500),
});

/** The house cannot hurry whoever has to act now: its own promise stands still meanwhile. */
export function PauseForm({ row }: { row: WorkRow }) {
  const t = useTranslations('reporting.work');
  const api = useTRPCClient();
  const now = useNow();
  const { inForm } = useAct();
  const form = useZodForm(Fields, { defaultValues: { waitingFor: 'client', until: '7d', reason: '' } });
  return (
    <FormDialog
      trigger={<Button>{t('pause')}</Button>}
      title={row.title}
      description={t('pauseBody')}
      submit={t('pause')}
      form={form}
      onSubmit={({ waitingFor, until, reason }) => {
        const at = new Date(now.getTime() + days[until] * 86_400_000);
        return inForm(() => api.work.item.pause.mutate({ itemId: row.id, waitingFor, until: at, reason }), t('paused'));
      }}
    >
      <FormSelect
        control={form.control}
        name="waitingFor"
        label={t('waitingFor')}
        options={outsiders.map((value) => ({ value, label: t(`outsiders.${value}`) }))}
      />
      <FormSelect
        control={form.control}
        name="until"
        label={t('until')}
        options={choices.map((value) => ({ value, label: t(`in.${value}`) }))}
      />
      <FormTextarea control={form.control} name="reason" label={t('reason')} />
    </FormDialog>
  );
}
