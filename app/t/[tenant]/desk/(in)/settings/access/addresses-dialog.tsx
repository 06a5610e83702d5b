'use client';

import { useTranslations } from 'next-intl';
import { z } from 'zod';
import { useAct } from '@/app/_domain/use-act';
import { type Answers, useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormSelect, FormSwitch, FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';

const Fields = z.object({
  isOn: z.boolean(),
  ranges: z.string().max(5_000),
  breakGlassUserId: z.string(),
  reason: z.string().trim().min(3).max(500),
});

/** Ranges one a line; the house checks that whoever saves stands inside. */
export function AddressesDialog({ addresses }: { addresses: Answers['access']['address']['read'] }) {
  const t = useTranslations('settings.access');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const form = useZodForm(Fields, {
    defaultValues: {
      isOn: addresses.isOn,
      ranges: addresses.ranges.join('\n'),
      breakGlassUserId: addresses.breakGlassUserId ?? '',
      reason: '',
    },
  });
  const { control } = form;
  const { owners, mine } = addresses;
  return (
    <FormDialog
      trigger={<Button>{t('addresses')}</Button>}
      title={t('addressesTitle')}
      description={t('addressesBody', { mine: mine ?? '—' })}
      submit={t('save')}
      form={form}
      onSubmit={({ isOn, ranges, breakGlassUserId, reason }) =>
        inForm(
          () =>
            api.access.address.set.mutate({
              isOn,
              ranges: ranges.split(/\s+/).filter(Boolean),
              breakGlassUserId: owners.find(({ id }) => id === breakGlassUserId)?.id ?? null,
              reason,
            }),
          t('saved'),
        )
      }
    >
      <FormSwitch control={control} name="isOn" label={t('isOn')} />
      <FormTextarea control={control} name="ranges" label={t('ranges')} hint={t('rangesHint')} rows={5} />
      <FormSelect
        control={control}
        name="breakGlassUserId"
        label={t('breakGlass')}
        hint={t('breakGlassHint')}
        placeholder={t('choose')}
        options={owners.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <FormTextarea control={control} name="reason" label={t('reason')} />
    </FormDialog>
  );
}
