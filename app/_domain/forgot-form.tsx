'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { z } from 'zod';
import { type Place, useTRPCClient } from '@/app/_trpc/client';
import { attempt } from '@/app/_trpc/problem';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormInput } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';

const Fields = z.object({ email: z.email() });

/** The same answer for every address: who has an account is told by mail only. */
export function ForgotForm({ place }: { place: Place }) {
  const t = useTranslations('auth.reset');
  const api = useTRPCClient();
  const [sent, setSent] = useState(false);
  const form = useZodForm(Fields, { defaultValues: { email: '' } });
  if (sent) return <p role="status">{t('sent')}</p>;
  return (
    <Form
      form={form}
      onSubmit={async ({ email }) => {
        const problem = await attempt(() =>
          api.identity.password.requestReset.mutate({ surface: place.surface, email }),
        );
        if (!problem) setSent(true);
        return problem;
      }}
    >
      <p className="text-muted-foreground">{t('body')}</p>
      <FormAlert />
      <FormInput
        control={form.control}
        name="email"
        label={t('email')}
        type="email"
        autoComplete="username"
        dir="ltr"
      />
      <SubmitButton>{t('submit')}</SubmitButton>
    </Form>
  );
}
