'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { z } from 'zod';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormCheckbox, FormInput, FormOtp, FormPassword } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { AuthShell } from '@/app/_ui/shell/auth-shell';

const SignIn = z.object({ email: z.email(), password: z.string().min(10), code: z.string(), stay: z.boolean() });

export function AuthView() {
  const t = useTranslations('auth.signIn');
  const form = useZodForm(SignIn, { defaultValues: { email: '', password: '', code: '', stay: false } });
  const { control } = form;
  return (
    <AuthShell
      brand={{ name: 'Merrow FX' }}
      title={t('title')}
      below={
        <>
          {t('noAccount')} <Link href="/platform/design/auth">{t('register')}</Link>
        </>
      }
    >
      <Form form={form} onSubmit={async () => ({ reason: 'invalid_credentials' })}>
        <FormAlert />
        <FormInput control={control} name="email" label={t('email')} type="email" autoComplete="username" dir="ltr" />
        <FormPassword
          control={control}
          name="password"
          label={t('password')}
          aside={
            <Link href="/platform/design/auth" className="text-primary">
              {t('forgot')}
            </Link>
          }
        />
        <FormOtp control={control} name="code" label="Code" optional />
        <FormCheckbox control={control} name="stay" label="Keep me signed in on this device" />
        <SubmitButton>{t('submit')}</SubmitButton>
      </Form>
    </AuthShell>
  );
}
