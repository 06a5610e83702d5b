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
import type { WorkRow } from './use-work-acts';

const hours = { '1h': 1, '4h': 4, '1d': 24, '3d': 72, '7d': 168 } as const;
const choices = ['1h', '4h', '1d', '3d', '7d'] as const;
const Fields = z.object({ until: z.enum(choices), reason: z.string().trim().min(3).max(500) });

/** Out of sight until a time, with the reason why; it comes back by itself. */
export function SnoozeForm({ row }: { row: WorkRow }) {
  const t = useTranslations('reporting.work');
  const api = useTRPCClient();
  const now = useNow();
  const { inForm } = useAct();
  const form = useZodForm(Fields, { defaultValues: { until: '1d', reason: '' } });
  return (
    <FormDialog
      trigger={<Button>{t('snooze')}</Button>}
      title={t('snooze')}
      description={row.title}
      submit={t('snooze')}
      form={form}
      onSubmit={({ until, reason }) => {
        const at = new Date(now.getTime() + hours[until] * 3_600_000);
        return inForm(() => api.work.item.snooze.mutate({ itemId: row.id, until: at, reason }), t('snoozed'));
      }}
    >
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
