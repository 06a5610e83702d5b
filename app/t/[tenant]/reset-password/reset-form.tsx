'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { z } from 'zod';
import { usePasswordSchema } from '@/app/_domain/password-schema';
import { useTRPCClient } from '@/app/_trpc/client';
import { problemOf } from '@/app/_trpc/problem';
import { Button } from '@/app/_ui/button';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormPassword } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';

export function ResetForm({ token, site }: { token: string; site: string }) {
  const t = useTranslations('auth.reset');
  const api = useTRPCClient();
  const password = usePasswordSchema();
  const [surface, setSurface] = useState<string | null>(null);
  const schema = useMemo(() => z.object({ password }), [password]);
  const form = useZodForm(schema, { defaultValues: { password: '' } });
  if (surface)
    return (
      <div className="flex flex-col gap-4">
        <p role="status">{t('done')}</p>
        <Button asChild variant="primary">
          <Link href={`${site}/${surface}/sign-in`}>{t('signIn')}</Link>
        </Button>
      </div>
    );
  return (
    <Form
      form={form}
      onSubmit={async (values) => {
        try {
          setSurface((await api.identity.password.completeReset.mutate({ token, ...values })).surface);
          return undefined;
        } catch (error) {
          const { field, ...problem } = problemOf(error);
          return field === 'password' ? { ...problem, field } : problem;
        }
      }}
    >
      <FormAlert />
      <FormPassword
        control={form.control}
        name="password"
        label={t('newPassword')}
        hint={t('hint')}
        autoComplete="new-password"
      />
      <SubmitButton>{t('save')}</SubmitButton>
    </Form>
  );
}
