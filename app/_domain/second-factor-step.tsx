'use client';

import { KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { z } from 'zod';
import { type Place, useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { Form, FormAlert, type FormProblem, SubmitButton } from '@/app/_ui/form/form';
import { FormInput, FormOtp } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { passkeyProblem, signInWithPasskey } from './security/passkey';

export type Method = 'totp' | 'passkey' | 'recovery_code';

const Code = z.object({ code: z.string().regex(/^\d{6}$/) });
const Recovery = z.object({ recoveryCode: z.string().trim().min(6).max(20) });

type Props = {
  place: Place;
  challenge: string;
  methods: readonly Method[];
  onTicket: (ticket: string) => Promise<FormProblem | undefined>;
};

/** After the password: the digits of the app, a passkey, or one of the codes kept for a bad day. */
export function SecondFactorStep({ place, challenge, methods, onTicket }: Props) {
  const t = useTranslations('auth.code');
  const api = useTRPCClient();
  const [isRecovery, setRecovery] = useState(false);
  const [pending, setPending] = useState(false);
  const code = useZodForm(Code, { defaultValues: { code: '' } });
  const recovery = useZodForm(Recovery, { defaultValues: { recoveryCode: '' } });
  const finish = async (factor: { code: string } | { recoveryCode: string }): Promise<FormProblem | undefined> => {
    try {
      const { ticket } = await api.identity.signIn.secondFactor.mutate({ challenge, ...factor });
      return await onTicket(ticket);
    } catch (error) {
      return passkeyProblem(error);
    }
  };
  const hasTotp = methods.includes('totp');
  const withPasskey = async (): Promise<FormProblem | undefined> => {
    setPending(true);
    try {
      return await onTicket(await signInWithPasskey(api, place.surface, challenge));
    } catch (error) {
      return passkeyProblem(error);
    } finally {
      setPending(false);
    }
  };
  if (isRecovery)
    return (
      <Form form={recovery} onSubmit={finish}>
        <p className="text-muted-foreground">{t('recoveryBody')}</p>
        <FormAlert />
        <FormInput
          control={recovery.control}
          name="recoveryCode"
          label={t('recoveryLabel')}
          autoComplete="off"
          dir="ltr"
        />
        <SubmitButton>{t('submit')}</SubmitButton>
        <Button variant="ghost" onClick={() => setRecovery(false)}>
          {hasTotp ? t('useCode') : t('passkey')}
        </Button>
      </Form>
    );
  return (
    <div className="flex flex-col gap-4">
      {hasTotp ? (
        <Form form={code} onSubmit={finish}>
          <p className="text-muted-foreground">{t('body')}</p>
          <FormAlert />
          <FormOtp control={code.control} name="code" label={t('label')} />
          <SubmitButton>{t('submit')}</SubmitButton>
        </Form>
      ) : null}
      {methods.includes('passkey') ? <PasskeyButton isFirst={!hasTotp} pending={pending} run={withPasskey} /> : null}
      {methods.includes('recovery_code') ? (
        <Button variant="ghost" onClick={() => setRecovery(true)}>
          {t('recovery')}
        </Button>
      ) : null}
    </div>
  );
}

type PasskeyButtonProps = { isFirst: boolean; pending: boolean; run: () => Promise<FormProblem | undefined> };

function PasskeyButton({ isFirst, pending, run }: PasskeyButtonProps) {
  const t = useTranslations('auth.code');
  const form = useZodForm(z.object({}), { defaultValues: {} });
  return (
    <Form form={form} onSubmit={run}>
      {isFirst ? <p className="text-muted-foreground">{t('passkeyBody')}</p> : null}
      <FormAlert />
      <Button type="submit" variant={isFirst ? 'primary' : 'default'} pending={pending}>
        <KeyRound size={16} aria-hidden />
        {t('passkey')}
      </Button>
    </Form>
  );
}
