'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Input } from '@/app/_ui/input';
import { Select } from '@/app/_ui/select';
import { fromDecimalString, type Money, toDecimalString } from '@/server/kernel/amounts';
import type { Part } from './condition-row';

const periods = ['', '7', '30', '90', '180', '365'] as const;

function amountOf(text: string, asset: string): Money | null {
  try {
    return /^[A-Z]{3,5}$/.test(asset) ? fromDecimalString(text.trim(), asset) : null;
  } catch {
    return null;
  }
}

/** A sum of one currency, over all time or the last days. What does not read as an amount changes nothing. */
export function SumValues({ value, onChange }: Part<'sum'>) {
  const t = useTranslations('engagement.segments');
  const [text, setText] = useState(toDecimalString(value.amount));
  const [asset, setAsset] = useState(value.amount.asset);
  const change = (nextText: string, nextAsset: string) => {
    setText(nextText);
    setAsset(nextAsset);
    const amount = amountOf(nextText, nextAsset);
    if (amount) onChange({ ...value, amount });
  };
  const isOdd = amountOf(text, asset) === null;
  return (
    <>
      <Select
        aria-label={t('test')}
        className="w-28"
        value={value.is}
        onValueChange={(next) => onChange({ ...value, is: next === 'below' ? 'below' : 'at_least' })}
        options={[
          { value: 'at_least', label: t('tests.at_least') },
          { value: 'below', label: t('tests.below') },
        ]}
      />
      <Input
        aria-label={t('amount')}
        aria-invalid={isOdd}
        inputMode="decimal"
        className="w-32 text-end tabular-nums"
        value={text}
        onChange={({ target }) => change(target.value, asset)}
      />
      <Input
        aria-label={t('currency')}
        aria-invalid={isOdd}
        maxLength={5}
        className="w-20"
        value={asset}
        onChange={({ target }) => change(text, target.value.toUpperCase())}
      />
      {value.field === 'balance' ? null : (
        <Select
          aria-label={t('lastDays')}
          className="w-36"
          value={value.lastDays === null ? 'ever' : String(value.lastDays)}
          onValueChange={(next) => onChange({ ...value, lastDays: next === 'ever' ? null : Number(next) })}
          options={periods.map((days) => ({
            value: days || 'ever',
            label: days ? t('words.lastDays', { days: Number(days) }).replace(/^, /, '') : t('everDays'),
          }))}
        />
      )}
    </>
  );
}
