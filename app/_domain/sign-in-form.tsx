'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { z } from 'zod';
import { type Place, useTRPCClient } from '@/app/_trpc/client';
import { problemOf } from '@/app/_trpc/problem';
import { openSessionWith } from '@/app/_trpc/sign-in';
import { Form, FormAlert, type FormProblem, SubmitButton } from '@/app/_ui/form/form';
import { FormInput, FormOtp, FormPassword } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';

const Credentials = z.object({ email: z.email(), password: z.string().min(1) });
const Code = z.object({ code: z.string().regex(/^\d{6}$/) });

/** Password first, second factor when the account has one, then the page that was wanted. */
export function SignInForm({ place, next, forgot }: { place: Place; next: string; forgot?: ReactNode }) {
  const t = useTranslations('auth');
  const api = useTRPCClient();
  const router = useRouter();
  const [challenge, setChallenge] = useState<string | null>(null);
  const credentials = useZodForm(Credentials, { defaultValues: { email: '', password: '' } });
  const code = useZodForm(Code, { defaultValues: { code: '' } });

  const enter = async (ticket: string): Promise<FormProblem | undefined> => {
    if (!(await openSessionWith(place, ticket))) return { reason: 'session_ended' };
    router.replace(next);
    router.refresh();
    return undefined;
  };
  if (challenge) {
    return (
      <Form
        form={code}
        onSubmit={async (values) => {
          try {
            const { ticket } = await api.identity.signIn.secondFactor.mutate({ challenge, code: values.code });
            return await enter(ticket);
          } catch (error) {
            return problemOf(error);
          }
        }}
      >
        <p className="text-muted-foreground">{t('code.body')}</p>
        <FormAlert />
        <FormOtp control={code.control} name="code" label={t('code.label')} />
        <SubmitButton>{t('code.submit')}</SubmitButton>
      </Form>
    );
  }
  return (
    <Form
      form={credentials}
      onSubmit={async (values) => {
        try {
          const step = await api.identity.signIn.password.mutate({ surface: place.surface, ...values });
          if (step.step === 'ticket') return await enter(step.ticket);
          setChallenge(step.challenge);
          return undefined;
        } catch (error) {
          return problemOf(error);
        }
      }}
    >
      <FormAlert />
      <FormInput
        control={credentials.control}
        name="email"
        label={t('signIn.email')}
        type="email"
        autoComplete="username"
        dir="ltr"
      />
      <FormPassword
        control={credentials.control}
        name="password"
        label={t('signIn.password')}
        autoComplete="current-password"
        aside={forgot}
      />
      <SubmitButton>{t('signIn.submit')}</SubmitButton>
    </Form>
  );
}
