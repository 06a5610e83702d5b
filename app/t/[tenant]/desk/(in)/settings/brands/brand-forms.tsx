'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { z } from 'zod';
import { useAct } from '@/app/_domain/use-act';
import { useTRPCClient } from '@/app/_trpc/client';
import { contrast, parseColour } from '@/app/_ui/brand/colour';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormCheckbox, FormFile, FormInput, FormSelect } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { Slug } from '@/server/modules/tenancy/contract';
import type { Brand, Entity } from './brands';

const white = { r: 1, g: 1, b: 1 };
/** WCAG 1.4.3 AA, as the verb checks it. */
const contrastMin = 4.5;

/** White words on the colour as it is being chosen, with the ratio: the check before the check. */
function ColourCheck({ value }: { value: string }) {
  const t = useTranslations('settings.brands');
  const colour = parseColour(value);
  if (!colour) return null;
  const ratio = contrast(colour, white);
  const isFine = ratio >= contrastMin;
  return (
    <p role="status" className="flex items-center gap-3 text-xs">
      <span
        className="inline-flex h-8 items-center rounded-md px-3 font-medium"
        style={{ backgroundColor: value, color: '#ffffff' }}
      >
        {t('sample')}
      </span>
      <span className={isFine ? 'text-muted-foreground' : 'text-destructive'}>
        {t(isFine ? 'contrastFine' : 'contrastLow', { ratio: ratio.toFixed(1) })}
      </span>
    </p>
  );
}

const look = {
  name: z.string().trim().min(2).max(80),
  color: z.string().refine((hex) => {
    const colour = parseColour(hex);
    return colour !== null && contrast(colour, white) >= contrastMin;
  }),
  english: z.boolean(),
  arabic: z.boolean(),
};
const languagesOf = ({ english, arabic }: { english: boolean; arabic: boolean }) => {
  const chosen = [...(english ? ['en' as const] : []), ...(arabic ? ['ar' as const] : [])];
  return chosen.length > 0 ? chosen : ['en' as const];
};

const NewBrand = z.object({ ...look, slug: Slug, entityId: z.string().min(1) });

export function CreateBrand({ entities, trigger }: { entities: readonly Entity[]; trigger: ReactNode }) {
  const t = useTranslations('settings.brands');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const form = useZodForm(NewBrand, {
    defaultValues: {
      name: '',
      slug: '',
      color: '#0f5c6e',
      entityId: entities[0]?.id ?? '',
      english: true,
      arabic: false,
    },
  });
  const { control } = form;
  return (
    <FormDialog
      trigger={trigger}
      title={t('add')}
      submit={t('add')}
      form={form}
      onSubmit={({ name, slug, color, entityId, ...languages }) => {
        const entity = entities.find((one) => one.id === entityId);
        if (!entity) return Promise.resolve({ reason: 'entity_not_found', field: 'entityId' });
        const input = { name, slug, color, entityId: entity.id, languages: languagesOf(languages) };
        return inForm(() => api.tenancy.brand.create.mutate(input), t('saved'));
      }}
    >
      <FormInput control={control} name="name" label={t('name')} />
      <FormInput control={control} name="slug" label={t('slug')} hint={t('slugHint')} autoCapitalize="none" dir="ltr" />
      <FormSelect
        control={control}
        name="entityId"
        label={t('entity')}
        options={entities.map((one) => ({ value: one.id, label: one.name }))}
      />
      <FormInput control={control} name="color" type="color" label={t('color')} hint={t('colorHint')} />
      <ColourCheck value={form.watch('color')} />
      <FormCheckbox control={control} name="english" label={t('english')} />
      <FormCheckbox control={control} name="arabic" label={t('arabic')} />
    </FormDialog>
  );
}

const maxLogoBytes = 1_000_000;
const EditFields = z.object({
  ...look,
  senderEmail: z.union([z.literal(''), z.email()]),
  logo: z.array(z.instanceof(File)).max(1),
  removeLogo: z.boolean(),
});

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

export function EditBrand({ brand, trigger }: { brand: Brand; trigger: ReactNode }) {
  const t = useTranslations('settings.brands');
  const common = useTranslations('common.action');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const form = useZodForm(EditFields, {
    defaultValues: {
      name: brand.name,
      color: brand.color,
      english: brand.languages.includes('en'),
      arabic: brand.languages.includes('ar'),
      senderEmail: brand.senderEmail ?? '',
      logo: [],
      removeLogo: false,
    },
  });
  const { control } = form;
  return (
    <FormDialog
      trigger={trigger}
      title={brand.name}
      submit={common('save')}
      form={form}
      onSubmit={({ name, color, senderEmail, logo, removeLogo, ...languages }) =>
        inForm(async () => {
          const [file] = logo;
          const picture = file ? { logo: await base64Of(file) } : removeLogo ? { logo: null } : {};
          await api.tenancy.brand.update.mutate({
            brandId: brand.id,
            name,
            color,
            senderEmail: senderEmail || null,
            languages: languagesOf(languages),
            ...picture,
          });
        }, t('saved'))
      }
    >
      <FormInput control={control} name="name" label={t('name')} />
      <FormInput control={control} name="color" type="color" label={t('color')} hint={t('colorHint')} />
      <ColourCheck value={form.watch('color')} />
      <FormFile
        control={control}
        name="logo"
        label={t('logo')}
        hint={t('logoHint')}
        types={['image/png', 'image/jpeg', 'image/webp']}
        maxBytes={maxLogoBytes}
        optional
      />
      {brand.logoPng ? <FormCheckbox control={control} name="removeLogo" label={t('removeLogo')} /> : null}
      <FormInput
        control={control}
        name="senderEmail"
        type="email"
        label={t('sender')}
        hint={t('senderHint')}
        optional
        dir="ltr"
      />
      <FormCheckbox control={control} name="english" label={t('english')} />
      <FormCheckbox control={control} name="arabic" label={t('arabic')} />
    </FormDialog>
  );
}
