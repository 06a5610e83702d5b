'use client';

import { useTranslations } from 'next-intl';
import { inWords } from '@/app/_domain/labels';
import { columnsOf } from '@/app/_ui/table/columns';
import { PlainTable } from '@/app/_ui/table/plain-table';
import type { Rules } from './policy-point';

type Rule = Rules[number];
type Line = { number: string; rule: Rule | null };

/** `{kind: 'review', approvers: 2}` → "Review, approvers 2". */
function outcomeWords(outcome: unknown): string {
  if (typeof outcome !== 'object' || outcome === null) return String(outcome);
  const { kind, ...rest } = outcome as Record<string, unknown>; // an object, just checked
  const say = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : inWords(String(value)));
  const parts = Object.entries(rest).map(([key, value]) => `${inWords(key).toLowerCase()} ${say(value)}`);
  return [...(kind === undefined ? [] : [inWords(String(kind))]), ...parts].join(', ');
}

/** Rules from the top, the first that fits decides; the last line is what holds when none does. */
export function RuleTable({ label, rows, fallback }: { label: string; rows: Rules; fallback: unknown }) {
  const t = useTranslations('settings.policy');
  const c = columnsOf<Line>();
  const columns = [
    c.text('number', '#', (line) => line.number, { width: 40, quiet: true }),
    c.text('id', t('rule'), (line) => line.rule?.id ?? t('otherwise'), { width: 170, strong: true, fold: 'title' }),
    c.custom(
      'when',
      t('when'),
      (line) => (
        <span className="flex flex-col whitespace-normal py-1">
          {Object.values(line.rule?.when ?? {}).map((cell) => (
            <code key={cell} className="break-words text-xs">
              {cell}
            </code>
          ))}
          {line.rule?.note ? <span className="text-muted-foreground text-xs">{line.rule.note}</span> : null}
        </span>
      ),
      { fold: 'subtitle' },
    ),
    c.custom(
      'then',
      t('then'),
      (line) => <span className="whitespace-normal">{outcomeWords(line.rule ? line.rule.outcome : fallback)}</span>,
      { width: 260, fold: 'meta' },
    ),
  ];
  const lines: Line[] = [...rows.map((rule, i) => ({ number: String(i + 1), rule })), { number: '', rule: null }];
  return <PlainTable label={label} columns={columns} rows={lines} rowId={(line) => line.rule?.id ?? 'otherwise'} />;
}
