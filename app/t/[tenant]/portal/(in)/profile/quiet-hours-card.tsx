'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useWatch } from 'react-hook-form';
import { z } from 'zod';
import { useAct } from '@/app/_domain/use-act';
import { type Answers, useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormInput, FormSwitch } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { Card, CardBody, CardHeader } from '@/app/_ui/panel';

type Preferences = Answers['notifications']['preferences']['read'];

const Fields = z.object({
  isQuiet: z.boolean(),
  from: z.string().regex(/^\d{2}:\d{2}$/),
  to: z.string().regex(/^\d{2}:\d{2}$/),
});

/** Between which hours the telephone stays silent for what can wait. */
export function QuietHoursCard() {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.notifications.preferences.read.queryOptions({}));
  return data ? <Edit key={JSON.stringify(data)} data={data} /> : null;
}

function Edit({ data }: { data: Preferences }) {
  const t = useTranslations('portal.profile.quiet');
  const common = useTranslations('common.action');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const { quiet, ...kept } = data;
  const form = useZodForm(Fields, {
    defaultValues: { isQuiet: quiet !== null, from: quiet?.from ?? '22:00', to: quiet?.to ?? '08:00' },
  });
  const { control } = form;
  const isQuiet = useWatch({ control, name: 'isQuiet' });
  const save = ({ isQuiet: on, from, to }: z.output<typeof Fields>) =>
    inForm(() => api.notifications.preferences.set.mutate({ ...kept, quiet: on ? { from, to } : null }), t('saved'));
  return (
    <Card>
      <CardHeader title={t('title')} />
      <CardBody className="border-t">
        <Form form={form} onSubmit={save}>
          <FormAlert />
          <FormSwitch control={control} name="isQuiet" label={t('on')} hint={t('hint')} />
          {isQuiet ? (
            <div className="grid grid-cols-2 gap-4">
              <FormInput control={control} name="from" type="time" label={t('from')} />
              <FormInput control={control} name="to" type="time" label={t('to')} />
            </div>
          ) : null}
          <SubmitButton className="self-start max-sm:self-stretch">{common('save')}</SubmitButton>
        </Form>
      </CardBody>
    </Card>
  );
}
