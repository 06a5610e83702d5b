'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { z } from 'zod';
import { useAct } from '@/app/_domain/use-act';
import { useTRPCClient } from '@/app/_trpc/client';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormInput, FormSelect } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { endOfDay } from './dates';
import type { Role } from './team';

const Fields = z.object({
  name: z.string().trim().min(1).max(120),
  email: z.email(),
  roles: z.string().min(1),
  endsAt: z.string(),
});

/** A colleague gets a link that works once; rights come with the role and can be changed later. */
export function InviteStaff({ roles, trigger }: { roles: readonly Role[]; trigger: ReactNode }) {
  const t = useTranslations('settings.team');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const form = useZodForm(Fields, { defaultValues: { name: '', email: '', roles: '', endsAt: '' } });
  const { control } = form;
  const chosen = roles.find((role) => role.id === form.watch('roles'));
  return (
    <FormDialog
      trigger={trigger}
      title={t('inviteTitle')}
      description={t('inviteBody')}
      submit={t('invite')}
      form={form}
      onSubmit={({ name, email, roles: roleId, endsAt }) => {
        const role = roles.find((one) => one.id === roleId);
        if (!role) return Promise.resolve({ reason: 'role_not_found', field: 'roles' });
        const input = {
          name,
          email,
          // A role for a team begins with own clients: the team is chosen when the colleague is here.
          roles: [
            { roleId: role.id, rowScope: role.rowScope === 'all' ? ('all' as const) : ('own' as const), teamId: null },
          ],
          endsAt: endOfDay(endsAt),
        };
        return inForm(() => api.access.invitation.create.mutate(input), t('invited', { email }));
      }}
    >
      <FormInput control={control} name="name" label={t('name')} autoComplete="off" />
      <FormInput control={control} name="email" type="email" label={t('email')} autoComplete="off" dir="ltr" />
      <FormSelect
        control={control}
        name="roles"
        label={t('role')}
        hint={chosen?.about ?? t('roleHint')}
        placeholder={t('chooseRole')}
        options={roles.map((role) => ({ value: role.id, label: role.name }))}
      />
      <FormInput
        control={control}
        name="endsAt"
        type="date"
        label={t('ends')}
        hint={chosen?.mustEnd ? t('mustEnd', { role: chosen.name }) : t('endsHint')}
        optional={!chosen?.mustEnd}
        className="max-w-48"
      />
    </FormDialog>
  );
}
