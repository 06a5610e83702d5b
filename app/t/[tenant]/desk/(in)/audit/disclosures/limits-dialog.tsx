'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { z } from 'zod';
import { inWords } from '@/app/_domain/labels';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormInput, FormSwitch, FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';

const Count = z.string().regex(/^\d{1,7}$/);
const Fields = z.object({
  rows: z.array(z.object({ role: z.string(), most: Count })),
  revealsPerHour: Count,
  exportRowsPerHour: Count,
  watermark: z.boolean(),
  reason: z.string().trim().min(4).max(500),
});

/** How much a role takes by itself, and when the administrators hear of it. */
export function LimitsDialog() {
  const t = useTranslations('desk.disclosures');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const { inForm } = useAct();
  const { data: rules } = useSuspenseQuery(trpc.disclosures.rule.read.queryOptions({}));
  const form = useZodForm(Fields, {
    defaultValues: {
      rows: Object.entries(rules.exportRows).map(([role, most]) => ({ role, most: String(most) })),
      revealsPerHour: String(rules.revealsPerHour),
      exportRowsPerHour: String(rules.exportRowsPerHour),
      watermark: rules.watermark,
      reason: '',
    },
  });
  const { control } = form;
  // A dialog that stood open must not put back what a colleague has changed meanwhile.
  const changed = <K extends 'revealsPerHour' | 'exportRowsPerHour' | 'watermark'>(key: K, value: (typeof rules)[K]) =>
    value === rules[key] ? {} : { [key]: value };
  return (
    <FormDialog
      trigger={<Button>{t('rules')}</Button>}
      title={t('rulesTitle')}
      submit={t('save')}
      form={form}
      onSubmit={({ rows, revealsPerHour, exportRowsPerHour, watermark, reason }) =>
        inForm(
          () =>
            api.disclosures.rule.set.mutate({
              exportRows: Object.fromEntries(
                rows.flatMap(({ role, most }) =>
                  Number(most) === rules.exportRows[role] ? [] : [[role, Number(most)]],
                ),
              ),
              ...changed('revealsPerHour', Number(revealsPerHour)),
              ...changed('exportRowsPerHour', Number(exportRowsPerHour)),
              ...changed('watermark', watermark),
              reason,
            }),
          t('saved'),
        )
      }
    >
      <fieldset className="grid grid-cols-2 gap-3 sm:grid-cols-3">
        <legend className="mb-2 font-medium text-sm">{t('rowsByRole')}</legend>
        {form.getValues('rows').map(({ role }, at) => (
          <FormInput
            key={role}
            control={control}
            name={`rows.${at}.most`}
            label={inWords(role)}
            inputMode="numeric"
            dir="ltr"
          />
        ))}
      </fieldset>
      <FormInput control={control} name="revealsPerHour" label={t('revealsPerHour')} inputMode="numeric" />
      <FormInput control={control} name="exportRowsPerHour" label={t('exportRowsPerHour')} inputMode="numeric" />
      <FormSwitch control={control} name="watermark" label={t('watermark')} />
      <FormTextarea control={control} name="reason" label={t('reason')} />
    </FormDialog>
  );
}
