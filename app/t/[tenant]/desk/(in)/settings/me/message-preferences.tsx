'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useWatch } from 'react-hook-form';
import { z } from 'zod';
import { Loaded } from '@/app/_domain/loaded';
import { useAct } from '@/app/_domain/use-act';
import { type Answers, useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormInput, FormRadio, FormSelect, FormSwitch } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { Panel, Section } from '@/app/_ui/panel';

type Preferences = Answers['notifications']['preferences']['read'];

const Fields = z.object({
  mail: z.enum(['at_once', 'digest', 'none']),
  digestHour: z.string(),
  isQuiet: z.boolean(),
  from: z.string().regex(/^\d{2}:\d{2}$/),
  to: z.string().regex(/^\d{2}:\d{2}$/),
});

/** When a colleague is written to: alarms always at once, the rest as he likes. */
export function MessagePreferences() {
  const t = useTranslations('settings.me.messages');
  const trpc = useTRPC();
  const preferences = useQuery(trpc.notifications.preferences.read.queryOptions({}));
  return (
    <Section title={t('title')} note={t('note')}>
      <Loaded query={preferences}>{(data) => <Edit key={JSON.stringify(data)} data={data} />}</Loaded>
    </Section>
  );
}

function Edit({ data }: { data: Preferences }) {
  const t = useTranslations('settings.me.messages');
  const common = useTranslations('common.action');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const form = useZodForm(Fields, {
    defaultValues: {
      mail: data.mail,
      digestHour: String(data.digestHour),
      isQuiet: data.quiet !== null,
      from: data.quiet?.from ?? '22:00',
      to: data.quiet?.to ?? '07:00',
    },
  });
  const { control } = form;
  const [mail, isQuiet] = useWatch({ control, name: ['mail', 'isQuiet'] });
  const hours = Array.from({ length: 24 }, (_, hour) => ({
    value: String(hour),
    label: `${String(hour).padStart(2, '0')}:00`,
  }));
  const save = ({ mail: how, digestHour, isQuiet: on, from, to }: z.output<typeof Fields>) =>
    inForm(
      () =>
        api.notifications.preferences.set.mutate({
          mail: how,
          digestHour: Number(digestHour),
          quiet: on ? { from, to } : null,
        }),
      t('saved'),
    );
  return (
    <Panel className="p-4">
      <Form form={form} onSubmit={save}>
        <FormAlert />
        <FormRadio
          control={control}
          name="mail"
          label={t('mail')}
          options={(['at_once', 'digest', 'none'] as const).map((value) => ({ value, label: t(`mails.${value}`) }))}
        />
        {mail === 'digest' ? (
          <FormSelect control={control} name="digestHour" label={t('digestHour')} options={hours} />
        ) : null}
        <FormSwitch control={control} name="isQuiet" label={t('quiet')} hint={t('quietHint')} />
        {isQuiet ? (
          <div className="grid grid-cols-2 gap-4 sm:max-w-xs">
            <FormInput control={control} name="from" type="time" label={t('from')} />
            <FormInput control={control} name="to" type="time" label={t('to')} />
          </div>
        ) : null}
        <div>
          <SubmitButton>{common('save')}</SubmitButton>
        </div>
      </Form>
    </Panel>
  );
}
