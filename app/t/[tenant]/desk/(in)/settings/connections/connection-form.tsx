'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { z } from 'zod';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormInput, FormPassword, FormSelect } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import type { Connection } from './connections';
import { secretsOf, settingsOf, type Vendor, vendors } from './vendors';

const Fields = z.object({
  vendor: z.string().min(1),
  name: z.string().trim().min(2).max(80),
  entityId: z.string(),
  config: z.array(z.string()),
  secrets: z.array(z.string()),
});
const everyEntity = 'all';
const [firstVendor] = vendors;

const blanks = (count: number) => Array.from({ length: count }, () => '');
const most = (key: 'config' | 'secrets') => Math.max(...vendors.map((vendor) => vendor[key].length));

function startOf(connection: Connection | null, vendor: Vendor | undefined) {
  const typed = vendor?.config.map((field) => String(connection?.config[field.name] ?? '')) ?? [];
  return {
    vendor: connection?.vendor ?? vendor?.id ?? '',
    name: connection?.name ?? '',
    entityId: connection?.entityId ?? everyEntity,
    config: [...typed, ...blanks(most('config') - typed.length)],
    secrets: blanks(most('secrets')),
  };
}

/** Makes or changes a connection. Secrets go in and never come out: an empty field leaves the stored one. */
export function ConnectionForm({ connection, trigger }: { connection: Connection | null; trigger: ReactNode }) {
  const t = useTranslations('settings.connections');
  const common = useTranslations('common.action');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const { inForm } = useAct();
  const entities = useQuery(trpc.tenancy.entity.list.queryOptions({}));
  const known = connection ? vendors.find((one) => one.id === connection.vendor) : firstVendor;
  const form = useZodForm(Fields, { defaultValues: startOf(connection, known) });
  const { control } = form;
  const vendor = vendors.find((one) => one.id === form.watch('vendor'));
  const stored = (name: string) => connection?.secretNames.includes(name) ?? false;
  return (
    <FormDialog
      trigger={trigger}
      title={connection ? connection.name : t('add')}
      description={t('formBody')}
      submit={common('save')}
      size="lg"
      form={form}
      onSubmit={async (values) => {
        if (!vendor) return { reason: 'vendor_unknown', field: 'vendor' };
        const missing = connection ? undefined : missingField(vendor, values);
        if (missing) return { reason: 'input_invalid', field: missing };
        const entity = entities.data?.rows.find((one) => one.id === values.entityId);
        const secrets = secretsOf(vendor.secrets, values.secrets);
        const config = settingsOf(vendor.config, values.config, connection?.config);
        return inForm(
          () =>
            connection
              ? api.tenancy.connection.change.mutate({
                  connectionId: connection.id,
                  name: values.name,
                  config,
                  secrets,
                })
              : api.tenancy.connection.create.mutate({
                  port: vendor.port,
                  vendor: vendor.id,
                  name: values.name,
                  entityId: entity?.id ?? null,
                  config,
                  secrets,
                }),
          t('saved'),
        );
      }}
    >
      {connection ? null : (
        <div className="grid gap-4 sm:grid-cols-2">
          <FormSelect
            control={control}
            name="vendor"
            label={t('vendor')}
            options={vendors.map((one) => ({ value: one.id, label: one.label }))}
          />
          <FormSelect
            control={control}
            name="entityId"
            label={t('entity')}
            options={[
              { value: everyEntity, label: t('everyEntity') },
              ...(entities.data?.rows ?? []).map((one) => ({ value: one.id, label: one.name })),
            ]}
          />
        </div>
      )}
      <FormInput control={control} name="name" label={t('name')} />
      <div className="grid gap-4 sm:grid-cols-2">
        {vendor?.config.map((field, i) => (
          <FormInput
            key={`${vendor.id} ${field.name}`}
            control={control}
            name={`config.${i}`}
            label={field.label}
            hint={field.hint}
            dir="ltr"
            {...(field.isNumber ? { inputMode: 'numeric' as const } : {})}
            {...(field.isOptional ? { optional: true } : {})}
          />
        ))}
        {vendor?.secrets.map((field, i) => (
          <FormPassword
            key={`${vendor.id} ${field.name}`}
            control={control}
            name={`secrets.${i}`}
            label={field.label}
            hint={stored(field.name) ? t('storedHint') : field.hint}
            autoComplete="off"
            {...(field.isOptional || stored(field.name) ? { optional: true } : {})}
          />
        ))}
      </div>
    </FormDialog>
  );
}

function missingField(vendor: Vendor, values: z.output<typeof Fields>): string | undefined {
  const at = (kind: 'config' | 'secrets') => {
    const i = vendor[kind].findIndex((field, index) => !field.isOptional && !values[kind][index]?.trim());
    return i < 0 ? undefined : `${kind}.${i}`;
  };
  return at('config') ?? at('secrets');
}
