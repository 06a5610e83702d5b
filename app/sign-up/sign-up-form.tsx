'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { useWatch } from 'react-hook-form';
import { z } from 'zod';
import { useTRPCClient } from '@/app/_trpc/client';
import { problemOf } from '@/app/_trpc/problem';
import { openSessionWith } from '@/app/_trpc/sign-in';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormInput, FormPassword, FormSelect } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { Color, jurisdictions, Slug, TenantKind } from '@/server/modules/tenancy/contract';

/** The sign-up contract laid flat, because a form has fields and not objects. */
const Fields = z.object({
  kind: TenantKind,
  name: z.string().trim().min(2).max(80),
  slug: Slug,
  entityName: z.string().trim().min(2).max(80),
  jurisdiction: z.string().min(2),
  brandName: z.string().trim().min(2).max(80),
  color: Color,
  adminName: z.string().trim().min(1).max(120),
  email: z.email(),
  password: z.string().min(12).max(200),
});

const nested: Record<string, keyof z.output<typeof Fields>> = {
  'entity.name': 'entityName',
  'entity.jurisdiction': 'jurisdiction',
  'brand.name': 'brandName',
  'brand.color': 'color',
  'administrator.name': 'adminName',
  'administrator.email': 'email',
  'administrator.password': 'password',
};

const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');

/** From nothing to a desk in the sandbox: one form, then signed in. */
export function SignUpForm() {
  const t = useTranslations('auth.signUp');
  const api = useTRPCClient();
  const form = useZodForm(Fields, {
    defaultValues: {
      kind: 'brokerage',
      name: '',
      slug: '',
      entityName: '',
      jurisdiction: 'CY',
      brandName: '',
      color: '#0f5c6e',
      adminName: '',
      email: '',
      password: '',
    },
  });
  const { control } = form;
  const name = useWatch({ control, name: 'name' });
  const suggested = useRef('');
  // The address follows the company's name until somebody writes his own.
  useEffect(() => {
    if (form.getValues('slug') === suggested.current) form.setValue('slug', slugOf(name));
    suggested.current = slugOf(name);
  }, [name, form]);
  return (
    <Form
      form={form}
      onSubmit={async (values) => {
        try {
          const { slug, ticket } = await api.tenancy.organisation.signUp.mutate({
            kind: values.kind,
            name: values.name,
            slug: values.slug,
            entity: { name: values.entityName, jurisdiction: values.jurisdiction },
            brand: { name: values.brandName, color: values.color },
            administrator: { name: values.adminName, email: values.email, password: values.password },
          });
          if (!(await openSessionWith({ tenant: slug, surface: 'desk' }, ticket))) return { reason: 'session_ended' };
          window.location.assign(`/t/${slug}/desk`);
          return undefined;
        } catch (error) {
          const problem = problemOf(error);
          const field = problem.field ? (nested[problem.field] ?? problem.field) : undefined;
          const { field: _raw, ...rest } = problem;
          return field ? { ...rest, field } : rest;
        }
      }}
    >
      <FormAlert />
      <div className="grid gap-4 sm:grid-cols-2">
        <FormInput control={control} name="name" label={t('name')} autoComplete="organization" />
        <FormInput
          control={control}
          name="slug"
          label={t('slug')}
          hint={t('slugHint')}
          dir="ltr"
          autoCapitalize="none"
        />
        <FormSelect
          control={control}
          name="kind"
          label={t('kind')}
          options={(['brokerage', 'prop', 'both'] as const).map((value) => ({ value, label: t(`kinds.${value}`) }))}
        />
        <FormSelect
          control={control}
          name="jurisdiction"
          label={t('jurisdiction')}
          options={jurisdictions.map((one) => ({
            value: one.code,
            label: `${one.name} (${one.regulator}), ${one.baseCurrency}`,
          }))}
        />
        <FormInput control={control} name="entityName" label={t('entityName')} />
        <FormInput control={control} name="brandName" label={t('brandName')} />
        <FormInput control={control} name="color" label={t('color')} type="color" hint={t('colorHint')} />
      </div>
      <div className="grid gap-4 border-t pt-4 sm:grid-cols-2">
        <FormInput control={control} name="adminName" label={t('adminName')} autoComplete="name" />
        <FormInput control={control} name="email" label={t('email')} type="email" autoComplete="username" dir="ltr" />
        <FormPassword
          className="sm:col-span-2"
          control={control}
          name="password"
          label={t('password')}
          autoComplete="new-password"
          hint={t('passwordHint')}
        />
      </div>
      <SubmitButton>{t('submit')}</SubmitButton>
    </Form>
  );
}
