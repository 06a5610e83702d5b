import type { FlowField, TaxRow, Values } from './flow-form';

export type FaultTexts = {
  required: string;
  date: string;
  phone: string;
  number: string;
  confirm: string;
  taxNumber: string;
  tooLong: (max: number) => string;
};
export type Fault = { path: (string | number)[]; message: string };

const isDate = (text: string): boolean => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return at !== null && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
};

function ofText(field: FlowField, text: string, texts: FaultTexts): string | null {
  if (text === '') return field.required ? texts.required : null;
  if (field.kind === 'date') return isDate(text) ? null : texts.date;
  if (field.kind === 'phone') return /^\+[0-9 ()-]{6,24}$/.test(text) ? null : texts.phone;
  if (field.kind === 'number')
    return /^\d{1,15}$/.test(text) && Number(text) <= (field.max ?? 1_000_000_000) ? null : texts.number;
  const max = field.max ?? (field.kind === 'long_text' ? 2_000 : 200);
  return text.length > max ? texts.tooLong(max) : null;
}

function ofTax(key: string, rows: readonly TaxRow[], texts: FaultTexts): Fault[] {
  return rows.flatMap((row, index) => [
    ...(row.country === '' ? [{ path: [key, index, 'country'], message: texts.required }] : []),
    ...(row.number.trim() === '' && row.noNumberBecause === ''
      ? [{ path: [key, index, 'number'], message: texts.taxNumber }]
      : []),
  ]);
}

/** What the person can be told at once. The server asks everything again and has the last word. */
export function faultsOf(fields: readonly FlowField[], values: Values, texts: FaultTexts): Fault[] {
  return fields.flatMap((field): Fault[] => {
    const value = values[field.key];
    if (field.kind === 'tax_residences') return ofTax(field.key, value as TaxRow[], texts); // written by valuesOf
    let message: string | null;
    if (field.kind === 'declaration') message = value === true ? null : texts.confirm;
    else if (field.kind === 'choices')
      message = field.required && (value as unknown[]).length === 0 ? texts.required : null;
    else message = ofText(field, String(value ?? '').trim(), texts);
    return message === null ? [] : [{ path: [field.key], message }];
  });
}
