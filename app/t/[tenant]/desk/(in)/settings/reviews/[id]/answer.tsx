'use client';

import { useTranslations } from 'next-intl';
import { z } from 'zod';
import { useAct } from '@/app/_domain/use-act';
import { useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormCheckbox, FormRadio, FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import type { Item } from './review';

const Fields = z.object({
  decision: z.enum(['keep', 'change', 'withdraw']),
  kept: z.array(z.boolean()),
  reason: z.string().trim().min(3).max(500),
});

/** Keep, take some away, take all away: with a reason, which the auditor reads. */
export function Answer({ item }: { item: Item }) {
  const t = useTranslations('settings.reviews');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const { roles } = item.held;
  const form = useZodForm(Fields, { defaultValues: { decision: 'keep', kept: roles.map(() => true), reason: '' } });
  const { control } = form;
  return (
    <FormDialog
      trigger={
        <Button size="sm" aria-label={t('answerFor', { name: item.name })}>
          {t('doAnswer')}
        </Button>
      }
      title={t('answerFor', { name: item.name })}
      description={t('answerBody', {
        roles: roles.map(({ name }) => name).join(', '),
        keys: item.held.keys,
        files: item.held.exports,
      })}
      submit={t('save')}
      form={form}
      onSubmit={({ decision, kept, reason }) => {
        const keptRoles = roles.filter((_role, i) => kept[i]).map(({ roleId }) => roleId);
        return inForm(() => api.access.review.decide.mutate({ id: item.id, decision, keptRoles, reason }), t('saved'));
      }}
    >
      <FormRadio
        control={control}
        name="decision"
        label={t('answer')}
        options={[
          { value: 'keep', label: t('keep') },
          ...(roles.length > 1 ? [{ value: 'change', label: t('change') }] : []),
          { value: 'withdraw', label: t('withdraw'), hint: t('withdrawHint') },
        ]}
      />
      {form.watch('decision') === 'change'
        ? roles.map((role, i) => (
            <FormCheckbox
              key={role.roleId}
              control={control}
              name={`kept.${i}`}
              label={t('keepRole', { role: role.name })}
            />
          ))
        : null}
      <FormTextarea control={control} name="reason" label={t('reason')} />
    </FormDialog>
  );
}
