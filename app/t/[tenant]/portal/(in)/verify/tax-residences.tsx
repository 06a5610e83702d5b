'use client';

import { Plus, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useController, useWatch } from 'react-hook-form';
import { useCountries } from '@/app/_domain/countries';
import { Button } from '@/app/_ui/button';
import { FormInput, FormSelect } from '@/app/_ui/form/form-fields';
import type { FlowControl } from './flow-fields';
import { emptyTaxRow, type FlowField, type TaxRow } from './flow-form';

const rowsMax = 6;
/** CRS, section I.D: a number, or the reason why there is none. */
const reasons = ['not_issued', 'not_required', 'applied_for'] as const;

/** Each country in which somebody is resident for tax, with his number there. */
export function TaxResidences({ field, control }: { field: FlowField; control: FlowControl }) {
  const t = useTranslations('portal.verify.tax');
  const { field: bound } = useController({ control, name: field.key });
  const rows = (useWatch({ control, name: field.key }) ?? []) as TaxRow[]; // written by valuesOf
  return (
    <fieldset className="flex min-w-0 flex-col gap-4">
      <legend className="mb-2 font-medium text-control">{field.label}</legend>
      {rows.map((row, index) => (
        <TaxResidence
          // A row has no identity besides its place; the form holds its values by it.
          // biome-ignore lint/suspicious/noArrayIndexKey: fixed order
          key={index}
          name={`${field.key}.${index}`}
          control={control}
          hasNumber={row.number.trim() !== ''}
          {...(rows.length > 1 ? { onRemove: () => bound.onChange(rows.filter((_row, at) => at !== index)) } : {})}
        />
      ))}
      {rows.length < rowsMax ? (
        <Button className="self-start" onClick={() => bound.onChange([...rows, emptyTaxRow])}>
          <Plus size={16} aria-hidden />
          {t('add')}
        </Button>
      ) : null}
    </fieldset>
  );
}

type RowProps = { name: string; control: FlowControl; hasNumber: boolean; onRemove?: () => void };

function TaxResidence({ name, control, hasNumber, onRemove }: RowProps) {
  const t = useTranslations('portal.verify.tax');
  const countries = useCountries();
  return (
    <div className="flex flex-col gap-3 rounded-md border p-3">
      <FormSelect
        control={control}
        name={`${name}.country`}
        label={t('country')}
        options={countries}
        placeholder={t('choose')}
      />
      <FormInput control={control} name={`${name}.number`} label={t('number')} dir="ltr" autoComplete="off" optional />
      {hasNumber ? null : (
        <FormSelect
          control={control}
          name={`${name}.noNumberBecause`}
          label={t('why')}
          options={reasons.map((value) => ({ value, label: t(`reason.${value}`) }))}
          placeholder={t('choose')}
        />
      )}
      {onRemove ? (
        <Button variant="ghost" className="self-start" onClick={onRemove}>
          <X size={16} aria-hidden />
          {t('remove')}
        </Button>
      ) : null}
    </div>
  );
}
