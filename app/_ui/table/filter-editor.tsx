'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '../button';
import { Checkbox } from '../checkbox';
import { Input } from '../input';
import type { FilterSpec } from './types';

type EditorProps = {
  filter: FilterSpec;
  values: readonly string[];
  onChange: (values: readonly string[] | null) => void;
  onDone: () => void;
};

function ChoiceEditor({ filter, values, onChange }: EditorProps) {
  const id = useId();
  if (filter.kind !== 'choice') return null;
  return (
    <fieldset className="flex max-h-72 flex-col overflow-y-auto">
      <legend className="sr-only">{filter.label}</legend>
      {filter.options.map((option) => (
        <label
          key={option.value}
          htmlFor={`${id}-${option.value}`}
          className="flex min-h-7 items-center gap-2 rounded-sm px-1 hover:bg-accent touch:min-h-(--hit)"
        >
          <Checkbox
            id={`${id}-${option.value}`}
            checked={values.includes(option.value)}
            onCheckedChange={(on) =>
              onChange(on ? [...values, option.value] : values.filter((value) => value !== option.value))
            }
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}

function TextEditor({ filter, values, onChange, onDone }: EditorProps) {
  const t = useTranslations('common.table');
  const [text, setText] = useState(values[0] ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChange(text.trim() ? [text.trim()] : null);
    onDone();
  };
  return (
    <form onSubmit={submit} className="flex gap-2">
      <Input
        autoFocus
        aria-label={filter.label}
        value={text}
        placeholder={filter.kind === 'text' ? filter.placeholder : undefined}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit">{t('apply')}</Button>
    </form>
  );
}

/** A range is written "from..to"; either end may be open. */
export function splitRange(value: string | undefined): [string, string] {
  const [from = '', to = ''] = (value ?? '').split('..');
  return [from, to];
}

function RangeEditor({ filter, values, onChange, onDone }: EditorProps) {
  const t = useTranslations('common.table');
  const id = useId();
  const [[from, to], setRange] = useState(splitRange(values[0]));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChange(from || to ? [`${from}..${to}`] : null);
    onDone();
  };
  const field =
    filter.kind === 'date-range'
      ? { type: 'date' }
      : { type: 'text', inputMode: 'decimal' as const, pattern: '-?\\d+(\\.\\d+)?' };
  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      <div className="grid grid-cols-2 gap-2">
        <div>
          <label htmlFor={`${id}-from`} className="text-muted-foreground text-xs">
            {t('from')}
          </label>
          <Input {...field} id={`${id}-from`} value={from} onChange={(event) => setRange([event.target.value, to])} />
        </div>
        <div>
          <label htmlFor={`${id}-to`} className="text-muted-foreground text-xs">
            {t('to')}
          </label>
          <Input {...field} id={`${id}-to`} value={to} onChange={(event) => setRange([from, event.target.value])} />
        </div>
      </div>
      <Button type="submit">{t('apply')}</Button>
    </form>
  );
}

export function FilterEditor(props: EditorProps) {
  if (props.filter.kind === 'choice') return <ChoiceEditor {...props} />;
  if (props.filter.kind === 'text') return <TextEditor {...props} />;
  return <RangeEditor {...props} />;
}

/** What a chip says: the words of the choices, never their codes. */
export function filterText(filter: FilterSpec, values: readonly string[]): string {
  if (filter.kind === 'choice')
    return values.map((value) => filter.options.find((option) => option.value === value)?.label ?? value).join(', ');
  if (filter.kind === 'text') return values.join(', ');
  const [from, to] = splitRange(values[0]);
  return from && to ? `${from} – ${to}` : from ? `≥ ${from}` : `≤ ${to}`;
}
