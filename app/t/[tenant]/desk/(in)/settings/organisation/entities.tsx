'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { z } from 'zod';
import { Loaded } from '@/app/_domain/loaded';
import { useAct } from '@/app/_domain/use-act';
import { type Answers, useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormInput, FormSelect } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { Section } from '@/app/_ui/panel';
import { columnsOf } from '@/app/_ui/table/columns';
import { PlainTable } from '@/app/_ui/table/plain-table';
import { jurisdictions } from '@/server/modules/tenancy/contract';

type Entity = Answers['tenancy']['entity']['list']['rows'][number];

const name = z.string().trim().min(2);
const Fields = z.object({
  name: name.max(80),
  shortName: name.max(30),
  jurisdiction: z.string().min(2),
  licence: z.string().trim().max(80),
  timeZone: z.string(),
  cutOff: z.string().regex(/^$|^([01]\d|2[0-3]):[0-5]\d$/),
});

/** Where a licence, a base currency and a set of books live. */
export function Entities() {
  const t = useTranslations('settings.entities');
  const trpc = useTRPC();
  const list = useQuery(trpc.tenancy.entity.list.queryOptions({}));
  const c = columnsOf<Entity>();
  const columns = [
    c.text('name', t('name'), (row) => row.name, { strong: true, fold: 'title', note: (row) => row.shortName }),
    c.text('jurisdiction', t('jurisdiction'), (row) => row.jurisdiction, { width: 104 }),
    c.text('licence', t('licence'), (row) => row.licence ?? t('none'), { width: 140, fold: 'subtitle' }),
    c.text('currency', t('currency'), (row) => row.baseCurrency, { width: 116 }),
    c.text('zone', t('zone'), (row) => row.timeZone, { width: 150, quiet: true }),
    c.text('cutOff', t('cutOff'), (row) => row.cutOff, { width: 84, quiet: true }),
    c.custom('edit', t('act'), (row) => <EditEntity key={JSON.stringify(row)} entity={row} />, {
      width: 80,
      align: 'end',
      fold: 'end',
    }),
  ];
  return (
    <Section title={t('title')} count={list.data?.rows.length} aside={<EditEntity entity={null} />}>
      <Loaded query={list}>
        {({ rows }) => (
          <PlainTable label={t('title')} columns={columns} rows={rows} rowId={(row) => row.id} note={t('note')} />
        )}
      </Loaded>
    </Section>
  );
}

function EditEntity({ entity }: { entity: Entity | null }) {
  const t = useTranslations('settings.entities');
  const common = useTranslations('common.action');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const form = useZodForm(Fields, {
    defaultValues: {
      name: entity?.name ?? '',
      shortName: entity?.shortName ?? '',
      jurisdiction: entity?.jurisdiction ?? 'CY',
      licence: entity?.licence ?? '',
      timeZone: entity?.timeZone ?? '',
      cutOff: entity?.cutOff ?? '',
    },
  });
  const { control } = form;
  return (
    <FormDialog
      trigger={
        entity ? (
          <Button size="sm" aria-label={`${t('edit')} ${entity.name}`}>
            {t('edit')}
          </Button>
        ) : (
          <Button size="sm">{t('add')}</Button>
        )
      }
      title={entity ? entity.name : t('add')}
      description={entity ? t('editNote') : t('addNote')}
      submit={common('save')}
      form={form}
      onSubmit={({ jurisdiction, licence, timeZone, cutOff, ...names }) => {
        const rest = {
          ...names,
          licence: licence || null,
          ...(timeZone ? { timeZone } : {}),
          ...(cutOff ? { cutOff } : {}),
        };
        return inForm(
          () =>
            entity
              ? api.tenancy.entity.update.mutate({ entityId: entity.id, ...rest })
              : api.tenancy.entity.create.mutate({ jurisdiction, ...rest }),
          t('saved'),
        );
      }}
    >
      <FormInput control={control} name="name" label={t('name')} />
      <FormInput control={control} name="shortName" label={t('shortName')} />
      {entity ? null : (
        <FormSelect
          control={control}
          name="jurisdiction"
          label={t('jurisdiction')}
          options={jurisdictions.map((one) => ({
            value: one.code,
            label: `${one.name} (${one.regulator}), ${one.baseCurrency}`,
          }))}
        />
      )}
      <FormInput control={control} name="licence" label={t('licence')} optional />
      <div className="grid gap-4 sm:grid-cols-2">
        <FormInput
          control={control}
          name="timeZone"
          label={t('zone')}
          hint={t('zoneHint')}
          optional={!entity}
          dir="ltr"
        />
        <FormInput
          control={control}
          name="cutOff"
          label={t('cutOff')}
          hint={t('cutOffHint')}
          optional={!entity}
          dir="ltr"
        />
      </div>
    </FormDialog>
  );
}
