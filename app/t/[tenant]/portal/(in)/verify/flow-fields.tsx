'use client';

import { useTranslations } from 'next-intl';
import { type Control, useController } from 'react-hook-form';
import { useCountries } from '@/app/_domain/countries';
import { Checkbox } from '@/app/_ui/checkbox';
import { InlineField } from '@/app/_ui/form/field';
import { FormCheckbox, FormInput, FormRadio, FormSelect, FormTextarea } from '@/app/_ui/form/form-fields';
import type { FlowField, Values } from './flow-form';
import { TaxResidences } from './tax-residences';

export type FlowControl = Control<Values, unknown, Values>;
type Props = { field: FlowField; control: FlowControl };

/** What the browser may fill in by itself (WCAG 1.3.5). */
const autoComplete: Readonly<Record<string, string>> = {
  firstName: 'given-name',
  lastName: 'family-name',
  bornOn: 'bday',
  phone: 'tel',
  country: 'country',
  addressLine: 'street-address',
  city: 'address-level2',
  region: 'address-level1',
  postcode: 'postal-code',
};
const radioMax = 7;

/** One question of the flow, by its kind. */
export function FlowQuestion({ field, control }: Props) {
  const t = useTranslations('portal.verify');
  const countries = useCountries();
  const { key: name, kind, label, help: hint, required, options } = field;
  const bound = { control, name, label, hint, ...(required ? {} : { optional: true }) };
  const fill = { autoComplete: autoComplete[name] ?? 'off' };
  switch (kind) {
    case 'long_text':
      return <FormTextarea {...bound} rows={4} />;
    case 'date':
      return <FormInput {...bound} {...fill} type="date" className="max-w-60" />;
    case 'phone':
      return <FormInput {...bound} {...fill} type="tel" dir="ltr" placeholder="+49 170 1234567" />;
    case 'number':
      return <FormInput {...bound} inputMode="numeric" dir="ltr" autoComplete="off" />;
    case 'country':
      return <FormSelect {...bound} options={countries} placeholder={t('chooseCountry')} />;
    case 'choice':
      return options.length <= radioMax ? (
        <FormRadio {...bound} options={options} />
      ) : (
        <FormSelect {...bound} options={options} placeholder={t('choose')} />
      );
    case 'choices':
      return <Choices field={field} control={control} />;
    case 'yes_no':
      return (
        <FormRadio
          {...bound}
          options={[
            { value: 'yes', label: t('yes') },
            { value: 'no', label: t('no') },
          ]}
        />
      );
    case 'declaration':
      return <FormCheckbox {...bound} />;
    case 'tax_residences':
      return <TaxResidences field={field} control={control} />;
    default:
      return <FormInput {...bound} {...fill} dir="auto" />;
  }
}

function Choices({ field: { key, label, help, options }, control }: Props) {
  const { field, fieldState } = useController({ control, name: key });
  const chosen = Array.isArray(field.value) ? (field.value as string[]) : []; // written by valuesOf
  const set = (value: string, on: boolean) =>
    field.onChange(options.map((one) => one.value).filter((one) => (one === value ? on : chosen.includes(one))));
  const error = fieldState.error?.message;
  return (
    <fieldset className="min-w-0" aria-describedby={error ? `${key}-error` : undefined}>
      <legend className="mb-1 font-medium text-control">{label}</legend>
      {help ? <p className="mb-1 text-muted-foreground text-sm">{help}</p> : null}
      {options.map((option, index) => (
        <InlineField key={option.value} label={option.label} className="min-h-11 py-2.5">
          {(a11y) => (
            <Checkbox
              {...a11y}
              aria-invalid={error ? true : undefined}
              checked={chosen.includes(option.value)}
              onCheckedChange={(on) => set(option.value, on === true)}
              onBlur={field.onBlur}
              {...(index === 0 ? { ref: field.ref } : {})}
            />
          )}
        </InlineField>
      ))}
      {error ? (
        <p id={`${key}-error`} role="alert" className="text-destructive text-sm">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
