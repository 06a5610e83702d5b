'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';
import { Input } from '@/app/_ui/input';
import { Select } from '@/app/_ui/select';
import type { Condition } from '@/server/modules/engagement/conditions-contract';
import { ChoiceValues } from './choice-values';
import { blank, fields } from './fields';
import { SumValues } from './sum-values';
import type { Options } from './words';

type Row = { value: Condition; options: Options; onChange: (next: Condition) => void; remove: ReactNode };
export type Part<K extends Condition['kind']> = {
  value: Extract<Condition, { kind: K }>;
  onChange: (next: Condition) => void;
};

/** One condition: what, how, and against which values. */
export function ConditionRow({ value, options, onChange, remove }: Row) {
  const t = useTranslations('engagement.segments');
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2 sm:grid-cols-[176px_minmax(0,1fr)_auto]">
      <Select
        aria-label={t('field')}
        value={value.field}
        onValueChange={(next) => {
          const field = fields.find((one) => one === next);
          if (field) onChange(blank(field));
        }}
        options={fields.map((field) => ({ value: field, label: t(`fields.${field}`) }))}
      />
      <div className="flex min-w-0 flex-wrap items-center gap-2 max-sm:order-last max-sm:col-span-2">
        {value.kind === 'choice' ? <ChoiceValues value={value} options={options} onChange={onChange} /> : null}
        {value.kind === 'flag' ? <FlagValue value={value} onChange={onChange} /> : null}
        {value.kind === 'when' ? <WhenValues value={value} onChange={onChange} /> : null}
        {value.kind === 'sum' ? <SumValues value={value} onChange={onChange} /> : null}
      </div>
      {remove ?? <span />}
    </div>
  );
}

function FlagValue({ value, onChange }: Part<'flag'>) {
  const t = useTranslations('engagement.segments');
  return (
    <Select
      aria-label={t('test')}
      className="w-28"
      value={value.is ? 'yes' : 'no'}
      onValueChange={(next) => onChange({ ...value, is: next === 'yes' })}
      options={[
        { value: 'yes', label: t('tests.yes') },
        { value: 'no', label: t('tests.no') },
      ]}
    />
  );
}

type Test = Extract<Condition, { kind: 'when' }>['test'];
const tests = ['within_last', 'longer_ago', 'within_next', 'from', 'before', 'never', 'ever'] as const;

const dayOf = (at: Date) => at.toISOString().slice(0, 10);

function begun(is: Test['is'], before: Test): Test {
  const days = 'days' in before ? before.days : 30;
  switch (is) {
    case 'never':
    case 'ever':
      return { is };
    case 'from':
    case 'before':
      // Of the year the page was loaded in: a date field needs some day to begin with.
      return { is, at: new Date(Math.floor((performance.timeOrigin + performance.now()) / 86_400_000) * 86_400_000) };
    default:
      return { is, days };
  }
}

function WhenValues({ value, onChange }: Part<'when'>) {
  const t = useTranslations('engagement.segments');
  const id = useId();
  const { test } = value;
  return (
    <>
      <Select
        aria-label={t('test')}
        className="w-48"
        value={test.is}
        onValueChange={(next) => {
          const is = tests.find((one) => one === next);
          if (is) onChange({ ...value, test: begun(is, test) });
        }}
        options={tests.map((one) => ({ value: one, label: t(`tests.${one}`) }))}
      />
      {'days' in test ? (
        <Input
          id={id}
          aria-label={t('days')}
          type="number"
          min={1}
          max={3650}
          className="w-24"
          value={test.days}
          onChange={({ target }) => onChange({ ...value, test: { ...test, days: Number(target.value) } })}
        />
      ) : null}
      {'at' in test ? (
        <Input
          id={id}
          aria-label={t('at')}
          type="date"
          className="w-40"
          value={dayOf(test.at)}
          onChange={({ target }) =>
            target.value === ''
              ? null
              : onChange({ ...value, test: { ...test, at: new Date(`${target.value}T00:00:00Z`) } })
          }
        />
      ) : null}
    </>
  );
}
