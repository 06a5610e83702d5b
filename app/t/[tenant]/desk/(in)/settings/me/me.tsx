'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { z } from 'zod';
import { Loaded } from '@/app/_domain/loaded';
import { PasskeysCard } from '@/app/_domain/security/passkeys-card';
import { PushCard } from '@/app/_domain/security/push-card';
import { SessionsCard } from '@/app/_domain/security/sessions-card';
import { TotpCard } from '@/app/_domain/security/totp-card';
import { useAct } from '@/app/_domain/use-act';
import { type Answers, useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormInput, FormSelect } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { Panel, Section } from '@/app/_ui/panel';
import { Language } from '@/server/modules/identity/contract';
import { MessagePreferences } from './message-preferences';

type Person = Answers['identity']['me']['get'];

/** What a member of staff sets for himself. */
export function Me({ base }: { base: string }) {
  const t = useTranslations('settings.me');
  const trpc = useTRPC();
  const me = useQuery(trpc.identity.me.get.queryOptions({}));
  return (
    <>
      <PageHeader
        title={t('title')}
        state={
          me.data
            ? t.rich(me.data.hasTotp || me.data.passkeys > 0 ? 'protected' : 'bare', { b: (text) => <b>{text}</b> })
            : null
        }
      />
      <PageBody>
        <Loaded query={me}>
          {(person) => (
            <div className="grid items-start gap-6 lg:grid-cols-2">
              <div className="flex flex-col gap-6">
                <Profile key={JSON.stringify([person.name, person.language, person.timeZone])} person={person} />
                <MessagePreferences />
              </div>
              <div className="flex flex-col gap-6">
                <TotpCard />
                <PasskeysCard />
                <PushCard scope={base} />
                <SessionsCard />
              </div>
            </div>
          )}
        </Loaded>
      </PageBody>
    </>
  );
}

const Fields = z.object({ name: z.string().trim().min(1).max(120), language: Language, timeZone: z.string().max(60) });

function Profile({ person }: { person: Person }) {
  const t = useTranslations('settings.me');
  const common = useTranslations('common.action');
  const api = useTRPCClient();
  const { inForm, atOnce } = useAct();
  const form = useZodForm(Fields, {
    defaultValues: {
      name: person.name,
      language: person.language === 'ar' ? 'ar' : 'en',
      timeZone: person.timeZone ?? '',
    },
  });
  const { control } = form;
  return (
    <Section title={t('profile')} note={person.email}>
      <Panel className="p-4">
        <Form
          form={form}
          onSubmit={({ timeZone, ...values }) =>
            inForm(() => api.identity.me.update.mutate({ ...values, timeZone: timeZone || null }), t('saved'))
          }
        >
          <FormAlert />
          <FormInput control={control} name="name" label={t('name')} autoComplete="name" />
          <FormSelect
            control={control}
            name="language"
            label={t('language')}
            options={[
              { value: 'en', label: 'English' },
              { value: 'ar', label: 'العربية' },
            ]}
          />
          <FormInput
            control={control}
            name="timeZone"
            label={t('timeZone')}
            hint={t('timeZoneHint')}
            optional
            dir="ltr"
          />
          <div className="flex flex-wrap gap-2">
            <SubmitButton>{common('save')}</SubmitButton>
            {person.isEmailVerified ? null : (
              <Button onClick={() => void atOnce(() => api.identity.email.resendVerification.mutate({}), t('sent'))}>
                {t('resend')}
              </Button>
            )}
          </div>
        </Form>
      </Panel>
    </Section>
  );
}
