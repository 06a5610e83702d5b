'use client';

import { Check, TriangleAlert, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Money, type MoneyValue } from '@/app/_ui/money';
import { inWords } from './labels';

type CheckLine = { name: string; result: 'pass' | 'warn' | 'fail'; facts: Record<string, unknown> };

const icons = {
  pass: <Check size={14} className="text-success" aria-hidden />,
  warn: <TriangleAlert size={14} className="text-warning" aria-hidden />,
  fail: <X size={14} className="text-destructive" aria-hidden />,
};
const tones = { pass: 'text-foreground', warn: 'text-warning', fail: 'text-destructive' };

/** Facts kept with a check have been JSON: their amounts are text. */
function moneyOf(value: object): MoneyValue | null {
  if (!('minor' in value && 'asset' in value)) return null;
  const { minor, asset } = value;
  const isAmount = typeof minor === 'bigint' || (typeof minor === 'string' && /^-?\d+$/.test(minor));
  return isAmount && typeof asset === 'string' ? { minor: BigInt(minor), asset } : null;
}

function FactValue({ value }: { value: unknown }): ReactNode {
  const t = useTranslations('operations.checks');
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
  if (typeof value !== 'object' || value === null) return String(value).replaceAll('_', ' ');
  if (Array.isArray(value))
    return value.map((one, i) => (
      <span key={JSON.stringify(one)}>
        {i > 0 ? ', ' : null}
        <FactValue value={one} />
      </span>
    ));
  const money = moneyOf(value);
  const rest = Object.entries(value).filter(([name]) => !(money && (name === 'minor' || name === 'asset')));
  return (
    <>
      {rest.map(([, one]) => String(one).replaceAll('_', ' ')).join(' ')} {money ? <Money value={money} /> : null}
    </>
  );
}

function Fact({ name, value }: { name: string; value: unknown }) {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return null;
  return (
    <span>
      {inWords(name).toLowerCase()} <FactValue value={value} />
    </span>
  );
}

/** What was looked at before money may move: what each check saw, and its word at the end of the line. */
export function CheckList({ checks }: { checks: readonly CheckLine[] }) {
  const t = useTranslations('operations.checks');
  return (
    <ul className="divide-y">
      {checks.map(({ name, result, facts }) => (
        <li key={name} className="grid grid-cols-[16px_minmax(0,1fr)_auto] items-center gap-x-3 px-4 py-2">
          {icons[result]}
          <span className="flex min-w-0 flex-wrap gap-x-4">
            <span className="w-36">{inWords(name)}</span>
            <span className="flex flex-wrap gap-x-3 text-muted-foreground">
              {Object.entries(facts).map(([fact, value]) => (
                <Fact key={fact} name={fact} value={value} />
              ))}
            </span>
          </span>
          <span className={`font-medium ${tones[result]}`}>{t(result)}</span>
        </li>
      ))}
    </ul>
  );
}
