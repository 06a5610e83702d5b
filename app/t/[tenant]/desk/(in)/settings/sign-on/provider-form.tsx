'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormInput, FormPassword, FormRadio, FormSwitch, FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { Fields, settingsOf, startOf, type Typed } from './provider-fields';
import type { Provider } from './sign-on';

type FormOf = UseFormReturn<Typed, unknown, Typed>;

/** Makes or changes a provider's draft. A secret goes in and never comes out: an empty field leaves the stored one. */
export function ProviderForm({ provider, trigger }: { provider: Provider | null; trigger: ReactNode }) {
  const t = useTranslations('settings.signOn');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const { inForm } = useAct();
  const roles = useQuery(trpc.access.role.list.queryOptions({})).data?.rows ?? [];
  const form = useZodForm(Fields, { defaultValues: startOf(provider, roles) });
  const { control } = form;
  const protocol = form.watch('protocol');
  return (
    <FormDialog
      trigger={trigger}
      title={provider ? provider.settings.name : t('formTitle')}
      description={t('formBody')}
      submit={t('save')}
      size="lg"
      form={form}
      onSubmit={async (typed) => {
        const read = settingsOf(typed, roles);
        if ('wrong' in read) return { reason: 'invalid_input', field: read.wrong };
        const { settings } = read;
        const clientSecret = typed.clientSecret || null;
        return inForm(
          () => api.sso.connection.save.mutate({ id: provider?.id ?? null, settings, clientSecret }),
          t('saved'),
        );
      }}
    >
      {provider ? null : (
        <FormRadio
          control={control}
          name="protocol"
          label={t('protocol')}
          options={[
            { value: 'oidc', label: t('oidc') },
            { value: 'saml', label: t('saml') },
          ]}
        />
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <FormInput control={control} name="name" label={t('name')} />
        <FormTextarea control={control} name="domains" label={t('domains')} hint={t('domainsHint')} rows={2} />
      </div>
      {protocol === 'oidc' ? <Oidc form={form} hasSecret={provider?.hasSecret ?? false} /> : <Saml form={form} />}
      <FormSwitch control={control} name="trustsSecondFactor" label={t('trusts')} hint={t('trustsHint')} />
      {form.watch('trustsSecondFactor') ? (
        <FormTextarea control={control} name="words" label={t('words')} hint={t('wordsHint')} rows={3} />
      ) : null}
      <FormSwitch control={control} name="provisions" label={t('provisions')} hint={t('provisionsHint')} />
      {form.watch('provisions') ? (
        <div className="grid gap-4 sm:grid-cols-2">
          <FormInput control={control} name="groupsClaim" label={t('groupsClaim')} dir="ltr" />
          <FormTextarea control={control} name="groups" label={t('groups')} hint={t('groupsHint')} rows={3} />
        </div>
      ) : null}
    </FormDialog>
  );
}

function Oidc({ form, hasSecret }: { form: FormOf; hasSecret: boolean }) {
  const t = useTranslations('settings.signOn');
  const { control } = form;
  return (
    <>
      <FormInput control={control} name="issuer" label={t('issuer')} hint={t('issuerHint')} dir="ltr" />
      <div className="grid gap-4 sm:grid-cols-2">
        <FormInput control={control} name="clientId" label={t('clientId')} dir="ltr" />
        <FormPassword
          control={control}
          name="clientSecret"
          label={t('secret')}
          autoComplete="off"
          {...(hasSecret ? { hint: t('secretKept'), optional: true } : {})}
        />
      </div>
      <FormSwitch control={control} name="trustsEveryEmail" label={t('everyEmail')} hint={t('everyEmailHint')} />
    </>
  );
}

function Saml({ form }: { form: FormOf }) {
  const t = useTranslations('settings.signOn');
  const api = useTRPCClient();
  const { atOnce } = useAct();
  const { control } = form;
  const read = async () => {
    const text = form.getValues('metadata').trim();
    const source = text.startsWith('<') ? { xml: text } : { url: text };
    const found = await api.sso.metadata.import.mutate(source);
    if (!found) return;
    const options = { shouldDirty: true } as const;
    form.setValue('entityId', found.entityId, options);
    form.setValue('entryPoint', found.entryPoint, options);
    form.setValue('certificates', found.certificates.join('\n\n'), options);
  };
  return (
    <>
      <FormTextarea
        control={control}
        name="metadata"
        label={t('metadata')}
        hint={t('metadataHint')}
        rows={2}
        optional
      />
      <Button size="sm" className="self-start" onClick={() => void atOnce(read, t('readDone'))}>
        {t('read')}
      </Button>
      <div className="grid gap-4 sm:grid-cols-2">
        <FormInput control={control} name="entityId" label={t('entityId')} dir="ltr" />
        <FormInput control={control} name="entryPoint" label={t('entryPoint')} dir="ltr" />
      </div>
      <FormTextarea
        control={control}
        name="certificates"
        label={t('certificates')}
        hint={t('certificatesHint')}
        rows={4}
      />
    </>
  );
}
