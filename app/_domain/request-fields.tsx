'use client';

import type { Control } from 'react-hook-form';
import { FormInput, FormSelect, FormTextarea } from '@/app/_ui/form/form-fields';
import { dataRights, type RequestKind } from '@/server/modules/support/request-contract';
import { useCountries } from './countries';
import { type blank, type FieldName, fieldsOf, optionalFields } from './request-form';

type Entry = typeof blank;
type Props = {
  kind: RequestKind;
  control: Control<Entry, unknown, Entry>;
  words: { field: (name: FieldName) => string; right: (name: (typeof dataRights)[number]) => string; choose: string };
};

const types: Partial<Record<FieldName, string>> = { email: 'email', phone: 'tel' };
const completes: Partial<Record<FieldName, string>> = {
  email: 'email',
  phone: 'tel',
  firstName: 'given-name',
  lastName: 'family-name',
  addressLine: 'street-address',
  city: 'address-level2',
  region: 'address-level1',
  postcode: 'postal-code',
};

/** The fields of one kind of request, for the client and for a colleague alike. */
export function RequestFields({ kind, control, words }: Props) {
  const countries = useCountries();
  return fieldsOf[kind].map((name) => {
    const bound = { control, name, label: words.field(name), optional: optionalFields.has(name) };
    if (name === 'country') return <FormSelect key={name} {...bound} placeholder={words.choose} options={countries} />;
    if (name === 'right')
      return (
        <FormSelect
          key={name}
          {...bound}
          placeholder={words.choose}
          options={dataRights.map((value) => ({ value, label: words.right(value) }))}
        />
      );
    if (name === 'why') return <FormTextarea key={name} {...bound} rows={3} />;
    return (
      <FormInput
        key={name}
        {...bound}
        type={types[name] ?? 'text'}
        autoComplete={completes[name] ?? 'off'}
        dir={name === 'phone' ? 'ltr' : undefined}
      />
    );
  });
}
