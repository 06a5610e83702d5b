'use client';

import { useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useRef, useState } from 'react';
import { z } from 'zod';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { attempt } from '@/app/_trpc/problem';
import { useStepUpGate } from '@/app/_trpc/provider';
import { Button } from '@/app/_ui/button';
import { Dialog, DialogBody, DialogContent, DialogFooter } from '@/app/_ui/dialog';
import { Form, FormAlert, type FormProblem, SubmitButton } from '@/app/_ui/form/form';
import { FormOtp, FormPassword } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { Skeleton } from '@/app/_ui/skeleton';
import { passkeyProblem, stepUpWithPasskey } from './passkey';

const Proof = z.object({ code: z.string(), password: z.string() });

/**
 * Asks who sits here whenever a verb wants to know, and lets the call go on: the frames of desk and portal hold one,
 * and no button knows of it (app/_trpc/step-up.ts).
 */
export function StepUpDialog() {
  const gate = useStepUpGate();
  const answer = useRef<((isProven: boolean) => void) | null>(null);
  const [isOpen, setOpen] = useState(false);
  useEffect(
    () =>
      gate.attach(() => {
        setOpen(true);
        return new Promise<boolean>((resolve) => {
          answer.current = resolve;
        });
      }),
    [gate],
  );
  const settle = useCallback((isProven: boolean) => {
    setOpen(false);
    answer.current?.(isProven);
    answer.current = null;
  }, []);
  return (
    <Dialog open={isOpen} onOpenChange={(next) => (next ? undefined : settle(false))}>
      {isOpen ? <StepUpContent onProven={() => settle(true)} /> : null}
    </Dialog>
  );
}

function StepUpContent({ onProven }: { onProven: () => void }) {
  const t = useTranslations('common.stepUp');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const me = useQuery(trpc.identity.me.get.queryOptions({}));
  const [pending, setPending] = useState(false);
  const form = useZodForm(Proof, { defaultValues: { code: '', password: '' } });
  const hasTotp = me.data?.hasTotp ?? false;
  const hasPasskey = (me.data?.passkeys ?? 0) > 0;
  const isPasswordOnly = me.data !== undefined && !hasTotp && !hasPasskey;
  const prove = async (run: () => Promise<unknown>): Promise<FormProblem | undefined> => {
    const problem = await attempt(run);
    if (!problem) onProven();
    return problem;
  };
  const withPasskey = async () => {
    setPending(true);
    try {
      await stepUpWithPasskey(api);
      onProven();
    } catch (error) {
      const { reason } = passkeyProblem(error);
      form.setError('root', { message: t(reason === 'passkey_cancelled' ? 'cancelled' : 'failed') });
    }
    setPending(false);
  };
  return (
    <DialogContent title={t('title')} description={t('lead')} size="sm">
      <Form
        form={form}
        className="min-h-0 gap-0"
        onSubmit={({ code, password }) =>
          prove(() => api.identity.session.stepUp.mutate(hasTotp ? { code } : { password }))
        }
      >
        <DialogBody className="flex flex-col gap-4">
          <FormAlert />
          {me.data ? null : <Skeleton className="h-16" />}
          {hasTotp ? <FormOtp control={form.control} name="code" label={t('code')} /> : null}
          {isPasswordOnly ? (
            <FormPassword
              control={form.control}
              name="password"
              label={t('password')}
              autoComplete="current-password"
            />
          ) : null}
          {hasPasskey ? (
            <Button variant={hasTotp ? 'default' : 'primary'} pending={pending} onClick={() => void withPasskey()}>
              <KeyRound size={16} aria-hidden />
              {t('passkey')}
            </Button>
          ) : null}
        </DialogBody>
        {hasTotp || isPasswordOnly ? (
          <DialogFooter>
            <SubmitButton>{t('submit')}</SubmitButton>
          </DialogFooter>
        ) : null}
      </Form>
    </DialogContent>
  );
}
