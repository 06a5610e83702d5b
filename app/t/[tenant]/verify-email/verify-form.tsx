'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { z } from 'zod';
import { useTRPCClient } from '@/app/_trpc/client';
import { attempt } from '@/app/_trpc/problem';
import { Button } from '@/app/_ui/button';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { useZodForm } from '@/app/_ui/form/use-zod-form';

const Nothing = z.object({});

/** A button and not the visit itself: mail filters open every link, and this one works once. */
export function VerifyForm({ token, next }: { token: string; next: string }) {
  const t = useTranslations('auth.verify');
  const api = useTRPCClient();
  const [isDone, setDone] = useState(false);
  const form = useZodForm(Nothing, { defaultValues: {} });
  if (isDone)
    return (
      <div className="flex flex-col gap-4">
        <p role="status">{t('done')}</p>
        <Button asChild variant="primary">
          <Link href={next}>{t('continue')}</Link>
        </Button>
      </div>
    );
  return (
    <Form
      form={form}
      onSubmit={async () => {
        const problem = await attempt(() => api.identity.email.verify.mutate({ token }));
        if (problem) {
          const { field: _hidden, ...rest } = problem;
          return rest;
        }
        setDone(true);
        return undefined;
      }}
    >
      <FormAlert />
      <SubmitButton>{t('submit')}</SubmitButton>
    </Form>
  );
}
