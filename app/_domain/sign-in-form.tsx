'use client';

import { KeyRound } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { z } from 'zod';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { type Place, useTRPCClient } from '@/app/_trpc/client';
import { problemOf } from '@/app/_trpc/problem';
import { openSessionWith } from '@/app/_trpc/sign-in';
import { Button } from '@/app/_ui/button';
import { Form, FormAlert, type FormProblem, SubmitButton } from '@/app/_ui/form/form';
import { FormInput, FormPassword } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { type Method, SecondFactorStep } from './second-factor-step';
import { passkeyProblem, signInWithPasskey } from './security/passkey';

const Credentials = z.object({ email: z.email(), password: z.string().min(1) });

/** Password first, second factor when the account has one, then the page that was wanted. */
export function SignInForm({ place, next, forgot }: { place: Place; next: string; forgot?: ReactNode }) {
  const t = useTranslations('auth');
  const api = useTRPCClient();
  const router = useRouter();
  const refusal = useRefusalText();
  const [step, setStep] = useState<{ challenge: string; methods: readonly Method[] } | null>(null);
  const [pending, setPending] = useState(false);
  const credentials = useZodForm(Credentials, { defaultValues: { email: '', password: '' } });

  const enter = async (ticket: string): Promise<FormProblem | undefined> => {
    if (!(await openSessionWith(place, ticket))) return { reason: 'session_ended' };
    router.replace(next);
    router.refresh();
    return undefined;
  };
  const withPasskey = async () => {
    setPending(true);
    try {
      await enter(await signInWithPasskey(api, place.surface));
    } catch (error) {
      const { reason, params } = passkeyProblem(error);
      credentials.setError('root', { message: refusal(reason, params) });
    }
    setPending(false);
  };
  if (step) return <SecondFactorStep place={place} {...step} onTicket={enter} />;
  return (
    <Form
      form={credentials}
      onSubmit={async (values) => {
        try {
          const answer = await api.identity.signIn.password.mutate({ surface: place.surface, ...values });
          if (answer.step === 'ticket') return await enter(answer.ticket);
          setStep(answer);
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
      <Button pending={pending} onClick={() => void withPasskey()}>
        <KeyRound size={16} aria-hidden />
        {t('signIn.passkey')}
      </Button>
    </Form>
  );
}
