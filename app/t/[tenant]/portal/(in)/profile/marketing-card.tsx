'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { z } from 'zod';
import { useAct } from '@/app/_domain/use-act';
import { type Answers, useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormSwitch } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { Card, CardBody, CardHeader } from '@/app/_ui/panel';

type Choices = Answers['notifications']['marketing']['readChoices'];

const channels = ['email', 'sms'] as const;
const topics = ['news', 'offers', 'education'] as const;
const Fields = z.object({
  email: z.boolean(),
  sms: z.boolean(),
  news: z.boolean(),
  offers: z.boolean(),
  education: z.boolean(),
});

/** What the house may write to him beyond what it must, and by which way. */
export function MarketingCard() {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.notifications.marketing.readChoices.queryOptions({}));
  return data ? <Edit key={JSON.stringify(data)} data={data} /> : null;
}

function Edit({ data }: { data: Choices }) {
  const t = useTranslations('portal.profile.marketing');
  const common = useTranslations('common.action');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const form = useZodForm(Fields, {
    defaultValues: {
      email: data.channels.includes('email'),
      sms: data.channels.includes('sms'),
      news: data.topics.includes('news'),
      offers: data.topics.includes('offers'),
      education: data.topics.includes('education'),
    },
  });
  const { control } = form;
  const save = (values: z.output<typeof Fields>) =>
    inForm(
      () =>
        api.notifications.marketing.setChoices.mutate({
          channels: channels.filter((channel) => values[channel]),
          topics: topics.filter((topic) => values[topic]),
        }),
      t('saved'),
    );
  return (
    <Card>
      <CardHeader title={t('title')} />
      <CardBody className="border-t">
        <Form form={form} onSubmit={save}>
          <FormAlert />
          <p className="text-muted-foreground text-sm">{t('lead')}</p>
          <fieldset className="flex flex-col gap-3">
            <legend className="mb-2 font-medium">{t('ways')}</legend>
            {channels.map((channel) => (
              <FormSwitch key={channel} control={control} name={channel} label={t(channel)} />
            ))}
          </fieldset>
          <fieldset className="flex flex-col gap-3">
            <legend className="mb-2 font-medium">{t('about')}</legend>
            {topics.map((topic) => (
              <FormSwitch key={topic} control={control} name={topic} label={t(topic)} />
            ))}
          </fieldset>
          <SubmitButton className="self-start max-sm:self-stretch">{common('save')}</SubmitButton>
        </Form>
      </CardBody>
    </Card>
  );
}
