'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { z } from 'zod';
import { useMay } from '@/app/_domain/may';
import { Section } from '@/app/_domain/section';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormInput } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { Id } from '@/server/kernel/ids';
import { AskForCaller } from './ask-for-caller';

const Code = z.object({
  code: z
    .string()
    .trim()
    .regex(/^\d{3} ?\d{3}$/),
});

/** Is it he at the telephone? A code goes to the address we have; whoever reads it out may be served for half an hour. */
export function CallerCheck({ clientId }: { clientId: Id<'client'> }) {
  const t = useTranslations('support.caller');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const may = useMay();
  const { atOnce } = useAct();
  const [isSending, setSending] = useState(false);
  const standing = useQuery({ ...trpc.support.caller.read.queryOptions({ clientId }), retry: false });
  if (!may('support.caller.send_code') || !standing.data) return null;
  const { verifiedUntil, verifiedBy, sentAt, isDelivered, ways } = standing.data;
  const send = async (by: (typeof ways)[number]) => {
    setSending(true);
    await atOnce(() => api.support.caller.sendCode.mutate({ clientId, by }), t(by === 'sms' ? 'sentByText' : 'sent'));
    setSending(false);
  };
  return (
    <Section
      title={t('title')}
      aside={
        verifiedUntil ? null : (
          <span className="flex gap-2">
            {ways.map((by) => (
              <Button key={by} size="sm" disabled={isSending} onClick={() => void send(by)}>
                {by === 'sms' ? t('byText') : sentAt ? t('again') : t('send')}
              </Button>
            ))}
          </span>
        )
      }
    >
      <div className="flex flex-col gap-3 px-4 py-2">
        {verifiedUntil ? (
          <>
            <p className="flex flex-wrap items-center gap-2">
              <Badge tone="success">{t(verifiedBy === 'sms' ? 'verifiedByText' : 'verified')}</Badge>
              <span className="text-muted-foreground text-xs">
                {t('until')} <RelativeTime at={verifiedUntil} style="clock" />
              </span>
            </p>
            <AskForCaller clientId={clientId} />
          </>
        ) : sentAt ? (
          <Verify clientId={clientId} isDelivered={isDelivered} />
        ) : (
          <p className="text-muted-foreground">{t('hint')}</p>
        )}
      </div>
    </Section>
  );
}

function Verify({ clientId, isDelivered }: { clientId: Id<'client'>; isDelivered: boolean }) {
  const t = useTranslations('support.caller');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const form = useZodForm(Code, { defaultValues: { code: '' } });
  return (
    <Form
      form={form}
      onSubmit={({ code }) =>
        inForm(() => api.support.caller.verify.mutate({ clientId, code: code.replace(' ', '') }), t('verified'))
      }
    >
      <FormAlert />
      <FormInput
        control={form.control}
        name="code"
        label={t('code')}
        hint={isDelivered ? t('delivered') : t('onItsWay')}
        inputMode="numeric"
        autoComplete="off"
        dir="ltr"
      />
      <SubmitButton className="self-start">{t('check')}</SubmitButton>
    </Form>
  );
}
