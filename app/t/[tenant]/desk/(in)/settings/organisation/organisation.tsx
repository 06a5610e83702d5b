'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { z } from 'zod';
import { Loaded } from '@/app/_domain/loaded';
import { useAct } from '@/app/_domain/use-act';
import { type Answers, useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormInput, FormSwitch } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { ListRow, Panel, Section } from '@/app/_ui/panel';
import { Feature } from '@/server/modules/tenancy/contract';
import { Entities } from './entities';

type Settings = Answers['tenancy']['settings']['get'];

export function Organisation() {
  const t = useTranslations('settings.organisation');
  const trpc = useTRPC();
  const settings = useQuery(trpc.tenancy.settings.get.queryOptions({}));
  const environment = settings.data?.environment;
  return (
    <>
      <PageHeader
        title={t('title')}
        facts={environment ? <Badge plain>{t(environment)}</Badge> : null}
        state={environment ? t.rich(`${environment}State`, { b: (text) => <b>{text}</b> }) : null}
      />
      <PageBody>
        <Loaded query={settings}>
          {(data) => (
            <div className="grid items-start gap-6 lg:grid-cols-2">
              <General key={JSON.stringify(data)} settings={data} />
              <Features on={data.features} />
            </div>
          )}
        </Loaded>
        <Entities />
      </PageBody>
    </>
  );
}

const Fields = z.object({
  name: z.string().trim().min(2).max(80),
  auditorEmail: z.union([z.literal(''), z.email()]),
  soloMode: z.boolean(),
});

function General({ settings }: { settings: Settings }) {
  const t = useTranslations('settings.organisation');
  const common = useTranslations('common.action');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const form = useZodForm(Fields, {
    defaultValues: {
      name: settings.name,
      auditorEmail: settings.auditorEmail ?? '',
      soloMode: settings.soloMode,
    },
  });
  const { control } = form;
  return (
    <Section title={t('general')}>
      <Panel className="p-4">
        <Form
          form={form}
          onSubmit={(values) =>
            inForm(
              () => api.tenancy.settings.update.mutate({ ...values, auditorEmail: values.auditorEmail || null }),
              t('saved'),
            )
          }
        >
          <FormAlert />
          <FormInput control={control} name="name" label={t('name')} />
          <FormInput
            control={control}
            name="auditorEmail"
            type="email"
            label={t('auditor')}
            hint={t('auditorHint')}
            optional
            dir="ltr"
          />
          <FormSwitch control={control} name="soloMode" label={t('solo')} hint={t('soloHint')} />
          <div>
            <SubmitButton>{common('save')}</SubmitButton>
          </div>
        </Form>
      </Panel>
    </Section>
  );
}

function Features({ on }: { on: readonly string[] }) {
  const t = useTranslations('settings.organisation');
  const api = useTRPCClient();
  const { inDialog } = useAct();
  return (
    <Section title={t('features')} note={t('featuresNote')}>
      <Panel>
        {Feature.options.map((feature) => {
          const isOn = on.includes(feature);
          const word = isOn ? t('switchOff') : t('switchOn');
          return (
            <ListRow
              key={feature}
              title={t(`feature.${feature}`)}
              note={t(`featureNote.${feature}`)}
              value={
                <span className="flex items-center gap-3">
                  {isOn ? <Badge tone="success">{t('on')}</Badge> : <Badge>{t('off')}</Badge>}
                  <Confirm
                    trigger={
                      <Button size="sm" aria-label={`${word}: ${t(`feature.${feature}`)}`}>
                        {word}
                      </Button>
                    }
                    title={`${word}: ${t(`feature.${feature}`)}?`}
                    consequence={isOn ? t('offConsequence') : t('onConsequence')}
                    confirmLabel={word}
                    tone={isOn ? 'danger-solid' : 'primary'}
                    onConfirm={() =>
                      inDialog(() => api.tenancy.feature.set.mutate({ feature, isOn: !isOn }), t('saved'))
                    }
                  />
                </span>
              }
            />
          );
        })}
      </Panel>
    </Section>
  );
}
