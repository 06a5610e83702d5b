'use client';

import { startAuthentication } from '@simplewebauthn/browser';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { z } from 'zod';
import { Button } from '@/app/_ui/button';
import { Dialog, DialogBody, DialogContent, DialogFooter } from '@/app/_ui/dialog';
import { Form, FormAlert, type FormProblem, SubmitButton } from '@/app/_ui/form/form';
import { FormOtp, FormPassword } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { useTRPCClient } from './client';
import { attempt } from './problem';
import type { StepUpGate } from './step-up';

type Way = 'password' | 'totp' | 'passkey';
type Asked = { ways: readonly Way[]; answer: (isProven: boolean) => void };

/** Stands beside the pages of a surface and appears when a dangerous verb wants fresh proof of who is here. */
export function StepUpDialog({ gate }: { gate: StepUpGate }) {
  const t = useTranslations('common.stepUp');
  const api = useTRPCClient();
  const [asked, setAsked] = useState<Asked | null>(null);
  useEffect(() => {
    gate.answerWith(async () => {
      const me = await api.identity.me.get.query({}).catch(() => null);
      if (!me) return false;
      const strong: Way[] = [
        ...(me.hasTotp ? ['totp' as const] : []),
        ...(me.passkeys > 0 ? ['passkey' as const] : []),
      ];
      return new Promise((resolve) => setAsked({ ways: strong.length > 0 ? strong : ['password'], answer: resolve }));
    });
    return () => gate.answerWith(null);
  }, [gate, api]);
  const close = (isProven: boolean) => {
    asked?.answer(isProven);
    setAsked(null);
  };
  return (
    <Dialog open={asked !== null} onOpenChange={(open) => (open ? undefined : close(false))}>
      <DialogContent title={t('title')} description={t('body')} size="sm">
        {asked ? <Proof ways={asked.ways} onProven={() => close(true)} /> : null}
      </DialogContent>
    </Dialog>
  );
}

const schemas = {
  password: z.object({ password: z.string().min(1), code: z.string() }),
  totp: z.object({ password: z.string(), code: z.string().regex(/^\d{6}$/) }),
};

function Proof({ ways, onProven }: { ways: readonly Way[]; onProven: () => void }) {
  const t = useTranslations('common');
  const api = useTRPCClient();
  const typed = ways.find((way) => way !== 'passkey') ?? null;
  const form = useZodForm(schemas[typed ?? 'password'], { defaultValues: { password: '', code: '' } });
  const [failed, setFailed] = useState(false);
  const finish = async (run: () => Promise<unknown>): Promise<FormProblem | undefined> => {
    const problem = await attempt(run);
    if (!problem) onProven();
    return problem;
  };
  const provePasskey = async () => {
    setFailed(false);
    const problem = await finish(async () => {
      const { ceremony, options } = await api.identity.passkey.beginStepUp.mutate({ origin: window.location.origin });
      const response = await startAuthentication({ optionsJSON: options });
      await api.identity.passkey.stepUp.mutate({ ceremony, response });
    });
    setFailed(problem !== undefined);
  };
  return (
    <Form
      form={form}
      className="min-h-0 gap-0"
      onSubmit={({ password, code }) =>
        finish(() => api.identity.session.stepUp.mutate(typed === 'totp' ? { code } : { password }))
      }
    >
      <DialogBody className="flex flex-col gap-3 py-1 pb-4">
        <FormAlert />
        {typed === 'password' ? (
          <FormPassword control={form.control} name="password" label={t('stepUp.password')} />
        ) : null}
        {typed === 'totp' ? <FormOtp control={form.control} name="code" label={t('stepUp.code')} /> : null}
        {failed ? (
          <p role="alert" className="text-destructive">
            {t('stepUp.passkeyFailed')}
          </p>
        ) : null}
      </DialogBody>
      <DialogFooter>
        {ways.includes('passkey') ? (
          <Button variant={typed ? 'default' : 'primary'} onClick={() => void provePasskey()}>
            {t('stepUp.passkey')}
          </Button>
        ) : null}
        {typed ? <SubmitButton>{t('stepUp.submit')}</SubmitButton> : null}
      </DialogFooter>
    </Form>
  );
}
