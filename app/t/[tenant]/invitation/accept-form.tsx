'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { z } from 'zod';
import { usePasswordSchema } from '@/app/_domain/password-schema';
import { useTRPCClient } from '@/app/_trpc/client';
import { problemOf } from '@/app/_trpc/problem';
import { openSessionWith } from '@/app/_trpc/sign-in';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormInput, FormPassword } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';

/** An invited colleague says his name, chooses a password, and is in. */
export function AcceptForm({ tenant, token, name }: { tenant: string; token: string; name: string }) {
  const t = useTranslations('auth.invitation');
  const api = useTRPCClient();
  const password = usePasswordSchema();
  const schema = useMemo(() => z.object({ name: z.string().trim().min(1).max(120), password }), [password]);
  const form = useZodForm(schema, { defaultValues: { name, password: '' } });
  return (
    <Form
      form={form}
      onSubmit={async (values) => {
        try {
          const { ticket, surface } = await api.access.invitation.accept.mutate({ token, ...values });
          if (!(await openSessionWith({ tenant, surface }, ticket))) return { reason: 'session_ended' };
          window.location.assign(surface === 'platform' ? '/platform' : `/t/${tenant}/desk`);
          return undefined;
        } catch (error) {
          return problemOf(error);
        }
      }}
    >
      <FormAlert />
      <FormInput control={form.control} name="name" label={t('name')} autoComplete="name" />
      <FormPassword
        control={form.control}
        name="password"
        label={t('password')}
        hint={t('hint')}
        autoComplete="new-password"
      />
      <SubmitButton>{t('submit')}</SubmitButton>
    </Form>
  );
}
