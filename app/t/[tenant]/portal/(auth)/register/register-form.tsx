'use client';

import { ChevronDown } from 'lucide-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { z } from 'zod';
import { useCountries } from '@/app/_domain/countries';
import { usePasswordSchema } from '@/app/_domain/password-schema';
import { languageOf } from '@/app/_i18n/locale';
import { useTRPCClient } from '@/app/_trpc/client';
import { attempt } from '@/app/_trpc/problem';
import { Button } from '@/app/_ui/button';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormCheckbox, FormInput, FormPassword, FormSelect } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import type { AgreementView } from '@/server/modules/clients/contract';
import { useFirstTouch } from './first-touch';

type Agreement = z.output<typeof AgreementView>;
type Props = { brand: string; base: string; agreements: readonly Agreement[] };

function useRegistration() {
  const t = useTranslations('auth.register');
  const password = usePasswordSchema();
  const schema = useMemo(
    () =>
      z.object({
        firstName: z.string().trim().min(1).max(80),
        lastName: z.string().trim().min(1).max(80),
        email: z.email(),
        phone: z.union([z.literal(''), z.string().regex(/^\+[0-9 ()-]{6,24}$/, t('phoneInvalid'))]),
        country: z.string().min(2),
        password,
        acceptedTerms: z.boolean().refine(Boolean, t('mustAgree')),
        marketingConsent: z.boolean(),
      }),
    [t, password],
  );
  return useZodForm(schema, {
    defaultValues: {
      firstName: '',
      lastName: '',
      email: '',
      phone: '',
      country: '',
      password: '',
      acceptedTerms: false,
      marketingConsent: false,
    },
  });
}

/** One page, and the same answer for every address. */
export function RegisterForm({ brand, base, agreements }: Props) {
  const t = useTranslations('auth.register');
  const locale = useLocale();
  const api = useTRPCClient();
  const countries = useCountries();
  const attribution = useFirstTouch();
  const [isSent, setSent] = useState(false);
  const form = useRegistration();
  const { control } = form;
  if (isSent)
    return (
      <div className="flex flex-col gap-4">
        <p role="status">{t('sent')}</p>
        <Button asChild variant="primary">
          <Link href={`${base}/sign-in`}>{t('signIn')}</Link>
        </Button>
      </div>
    );
  return (
    <Form
      form={form}
      onSubmit={async ({ phone, acceptedTerms: _checked, ...values }) => {
        const problem = await attempt(() =>
          api.clients.register.mutate({
            ...values,
            brand,
            phone: phone === '' ? null : phone,
            language: languageOf(locale),
            timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
            attribution,
            acceptedTerms: true,
            acceptedTexts: agreements.map(({ textHash }) => textHash),
          }),
        );
        if (!problem) setSent(true);
        return problem;
      }}
    >
      <FormAlert />
      <div className="grid gap-4 sm:grid-cols-2">
        <FormInput control={control} name="firstName" label={t('firstName')} autoComplete="given-name" />
        <FormInput control={control} name="lastName" label={t('lastName')} autoComplete="family-name" />
      </div>
      <FormInput control={control} name="email" label={t('email')} type="email" autoComplete="email" dir="ltr" />
      <FormInput
        control={control}
        name="phone"
        label={t('phone')}
        hint={t('phoneHint')}
        type="tel"
        autoComplete="tel"
        dir="ltr"
        optional
      />
      <FormSelect
        control={control}
        name="country"
        label={t('country')}
        options={countries}
        placeholder={t('countryPlaceholder')}
      />
      <FormPassword
        control={control}
        name="password"
        label={t('password')}
        hint={t('passwordHint')}
        autoComplete="new-password"
      />
      <Agreements agreements={agreements} />
      <FormCheckbox control={control} name="acceptedTerms" label={t('agree')} />
      <FormCheckbox control={control} name="marketingConsent" label={t('marketing')} />
      <SubmitButton>{t('submit')}</SubmitButton>
    </Form>
  );
}

function Agreements({ agreements }: { agreements: readonly Agreement[] }) {
  return (
    <div className="divide-y rounded-md border">
      {agreements.map((agreement) => (
        <details key={agreement.document} className="group">
          <summary className="flex min-h-11 cursor-pointer list-none items-center justify-between gap-2 px-3 font-medium">
            <bdi>{agreement.title}</bdi>
            <ChevronDown size={16} className="transition-transform group-open:rotate-180" aria-hidden />
          </summary>
          <p dir="auto" className="px-3 pb-3 text-muted-foreground text-sm">
            {agreement.text}
          </p>
        </details>
      ))}
    </div>
  );
}
