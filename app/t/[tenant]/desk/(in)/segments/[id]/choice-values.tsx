'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { cn } from '@/app/_ui/cn';
import { Input } from '@/app/_ui/input';
import { Select } from '@/app/_ui/select';
import type { Condition } from '@/server/modules/engagement/conditions-contract';
import type { Options } from './words';

type Choice = Extract<Condition, { kind: 'choice' }>;
type Props = { value: Choice; options: Options; onChange: (next: Choice) => void };

const upper = new Set(['country']);
const lower = new Set(['language', 'tag', 'platform']);

/** Words as they are kept: countries in capitals, tags and languages small. */
function spelled(field: Choice['field'], typed: string): string[] {
  const words = typed
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  if (upper.has(field)) return words.map((word) => word.toUpperCase());
  return lower.has(field) ? words.map((word) => word.toLowerCase()) : words;
}

export function ChoiceValues({ value, options, onChange }: Props) {
  const t = useTranslations('engagement.segments');
  const [typed, setTyped] = useState(value.values.join(', '));
  const known = options[value.field];
  return (
    <>
      <Select
        aria-label={t('test')}
        className="w-24"
        value={value.isNot ? 'not' : 'is'}
        onValueChange={(next) => onChange({ ...value, isNot: next === 'not' })}
        options={[
          { value: 'is', label: t('isAny') },
          { value: 'not', label: t('isNone') },
        ]}
      />
      {known ? (
        <fieldset className="flex min-w-0 flex-wrap gap-1">
          <legend className="sr-only">{t('valuesOf')}</legend>
          {known.map((option) => {
            const isOn = value.values.includes(option.value);
            return (
              <button
                key={option.value}
                type="button"
                aria-pressed={isOn}
                onClick={() =>
                  onChange({
                    ...value,
                    values: isOn ? value.values.filter((one) => one !== option.value) : [...value.values, option.value],
                  })
                }
                className={cn(
                  'h-7 rounded-md border px-2 text-xs hover:bg-muted touch:h-(--hit)',
                  isOn && 'border-primary bg-primary-muted text-primary',
                )}
              >
                {option.label}
              </button>
            );
          })}
        </fieldset>
      ) : (
        <Input
          aria-label={t('values')}
          placeholder={t('values')}
          className="min-w-40 flex-1"
          value={typed}
          onChange={({ target }) => {
            setTyped(target.value);
            onChange({ ...value, values: spelled(value.field, target.value) });
          }}
        />
      )}
    </>
  );
}
