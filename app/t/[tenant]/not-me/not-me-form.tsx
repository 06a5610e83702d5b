'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { z } from 'zod';
import { useTRPCClient } from '@/app/_trpc/client';
import { problemOf } from '@/app/_trpc/problem';
import { Button } from '@/app/_ui/button';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { useZodForm } from '@/app/_ui/form/use-zod-form';

const Nothing = z.object({});

/** A button and not the visit itself: mail filters open every link, and this one ends sessions. */
export function NotMeForm({ token, reset }: { token: string; reset: string }) {
  const t = useTranslations('auth.notMe');
  const api = useTRPCClient();
  const [next, setNext] = useState<string | null>(null);
  const form = useZodForm(Nothing, { defaultValues: {} });
  if (next)
    return (
      <div className="flex flex-col gap-4">
        <p role="status">{t('done')}</p>
        <Button asChild variant="primary">
          <Link href={`${reset}${next}`}>{t('choose')}</Link>
        </Button>
      </div>
    );
  return (
    <Form
      form={form}
      onSubmit={async () => {
        try {
          setNext((await api.identity.signIn.disown.mutate({ token })).token);
          return undefined;
        } catch (error) {
          const { field: _hidden, ...problem } = problemOf(error);
          return problem;
        }
      }}
    >
      <FormAlert />
      <p>{t('body')}</p>
      <SubmitButton>{t('submit')}</SubmitButton>
      <p className="text-muted-foreground text-sm">{t('wasMe')}</p>
    </Form>
  );
}
