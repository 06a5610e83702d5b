'use client';

import { useTranslations } from 'next-intl';
import { useCountries } from '@/app/_domain/countries';
import { inWords } from '@/app/_domain/labels';
import { Section } from '@/app/_domain/section';
import { Badge } from '@/app/_ui/badge';
import { cn } from '@/app/_ui/cn';
import type { ApplicationDetail } from '@/server/modules/onboarding/contract';

/** An answer as it was kept (text, yes or no, a list, rows of a list) in words. */
function inText(value: unknown, t: (key: 'yes' | 'no') => string): string {
  if (value === true) return t('yes');
  if (value === false) return t('no');
  if (Array.isArray(value)) return value.map((one) => inText(one, t)).join(', ');
  if (typeof value === 'object' && value !== null)
    return Object.values(value)
      .map((one) => inText(one, t))
      .join(' ');
  return value === null || value === undefined ? '' : String(value).replaceAll('_', ' ');
}

function parsed(value: string): unknown {
  if (!/^(\[|\{|true$|false$)/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** What was said now, and where it differs what was said the time before, in its own column. */
export function Answers({ row }: { row: ApplicationDetail }) {
  const t = useTranslations('operations.review');
  const countries = useCountries();
  const shown = (kind: string, value: string | null) =>
    (kind === 'country' && countries.find((one) => one.value === value)?.label) ||
    // A choice is kept by its code; what the client typed himself stays as he wrote it.
    (kind === 'choice' && value && inWords(value)) ||
    (value && inText(parsed(value), t)) ||
    '—';
  const changed = row.steps.flatMap((step) => step.fields).filter((field) => field.isChanged).length;
  const hasBefore = row.submissions > 1;
  return (
    <Section
      title={t('answers')}
      note={hasBefore ? t('changed', { count: changed, submission: row.submissions }) : t('firstSubmission')}
    >
      {row.steps.map((step) => (
        <div key={step.key} className="border-b last:border-b-0">
          <h3 className="bg-muted px-4 py-1.5 font-medium text-muted-foreground text-xs">{step.title}</h3>
          <dl>
            {step.fields.map((field) => (
              <div
                key={field.key}
                className={cn(
                  'grid min-h-8 grid-cols-[minmax(96px,0.8fr)_minmax(0,1fr)] items-center gap-x-4 border-b px-4 py-1 last:border-b-0',
                  hasBefore && 'sm:grid-cols-[minmax(96px,0.8fr)_minmax(0,1fr)_minmax(0,1fr)]',
                  field.isChanged && 'bg-warning-muted',
                )}
              >
                <dt className="text-muted-foreground">{field.label}</dt>
                <dd className="break-words font-medium">
                  <bdi>{shown(field.kind, field.value)}</bdi>
                </dd>
                {hasBefore ? (
                  <dd className="text-muted-foreground max-sm:col-start-2">
                    {field.isChanged ? (
                      <>
                        <span className="sr-only">{t('before')} </span>
                        <s>
                          <bdi>{shown(field.kind, field.before)}</bdi>
                        </s>
                      </>
                    ) : (
                      <span className="text-subtle text-xs max-sm:hidden">{t('asBefore')}</span>
                    )}
                  </dd>
                ) : null}
              </div>
            ))}
          </dl>
        </div>
      ))}
      {row.asks.length > 0 ? (
        <p className="flex flex-wrap items-center gap-2 border-t px-4 py-2">
          {t('asked')}
          {row.asks.map((code) => (
            <Badge key={code} tone="pending">
              {code.replaceAll('_', ' ')}
            </Badge>
          ))}
          {row.noteToClient ? <q className="text-muted-foreground">{row.noteToClient}</q> : null}
        </p>
      ) : null}
    </Section>
  );
}
