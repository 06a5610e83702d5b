'use client';

import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { z } from 'zod';
import { usePasswordSchema } from '@/app/_domain/password-schema';
import { useTRPCClient } from '@/app/_trpc/client';
import { attempt } from '@/app/_trpc/problem';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormPassword } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { Card, CardBody, CardHeader } from '@/app/_ui/panel';

export function PasswordCard() {
  const t = useTranslations('portal.profile');
  const api = useTRPCClient();
  const password = usePasswordSchema();
  const [isDone, setDone] = useState(false);
  const schema = useMemo(() => z.object({ current: z.string().min(1), next: password }), [password]);
  const form = useZodForm(schema, { defaultValues: { current: '', next: '' } });
  return (
    <Card>
      <CardHeader title={t('password')} />
      <CardBody className="border-t">
        <Form
          form={form}
          onSubmit={async (values) => {
            setDone(false);
            const problem = await attempt(() => api.identity.password.change.mutate(values));
            if (problem) return problem;
            form.reset();
            setDone(true);
            return undefined;
          }}
        >
          <FormAlert />
          <FormPassword control={form.control} name="current" label={t('current')} autoComplete="current-password" />
          <FormPassword
            control={form.control}
            name="next"
            label={t('next')}
            hint={t('passwordHint')}
            autoComplete="new-password"
          />
          <SubmitButton variant="default">{t('change')}</SubmitButton>
          <p role="status" className="text-sm">
            {isDone ? t('changed') : null}
          </p>
        </Form>
      </CardBody>
    </Card>
  );
}
