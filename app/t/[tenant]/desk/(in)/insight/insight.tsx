'use client';

import { useTranslations } from 'next-intl';
import { MailPage } from '@/app/_domain/mail-page';
import { cn } from '@/app/_ui/cn';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { attributions, periods } from '@/server/modules/reporting/insight-contract';
import { Cohorts } from './cohorts';
import { Flows } from './flows';
import { Funnel } from './funnel';
import { Overview } from './overview';
import { StaffLoad } from './staff-load';
import { useInsight } from './use-insight';

/** One choice of a few, as buttons that say which is on. */
function Choice<T extends string | number>(props: {
  label: string;
  options: ReadonlyArray<{ value: T; label: string }>;
  value: T;
  onChoose: (value: T) => void;
}) {
  return (
    <fieldset className="flex flex-wrap items-center gap-1">
      <legend className="sr-only">{props.label}</legend>
      {props.options.map(({ value, label }) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === props.value}
          onClick={() => props.onChoose(value)}
          className={cn(
            'h-7 rounded-md border px-3 text-xs hover:bg-muted touch:h-11',
            value === props.value && 'border-primary bg-primary-muted text-primary',
          )}
        >
          {label}
        </button>
      ))}
    </fieldset>
  );
}

/** How the house does: what came of whom, money a day, times and load, against the period before. */
export function Insight({ base }: { base: string }) {
  const t = useTranslations('reporting.insight');
  const { days, by, set } = useInsight();
  return (
    <>
      <PageHeader
        title={t('title')}
        state={t('state', { days })}
        actions={
          <>
            <MailPage view="insight" days={days} />
            <Choice
              label={t('period')}
              options={periods.map((value) => ({ value, label: t('days', { days: value }) }))}
              value={days}
              onChoose={(value) => void set({ days: value })}
            />
          </>
        }
      />
      <PageBody>
        <Overview base={base} days={days} />
        <Funnel
          base={base}
          days={days}
          by={by}
          choice={
            <Choice
              label={t('attribution')}
              options={attributions.map((value) => ({ value, label: t(`by.${value}`) }))}
              value={by}
              onChoose={(value) => void set({ by: value })}
            />
          }
        />
        <Flows base={base} days={days} />
        <div className="grid items-start gap-6 xl:grid-cols-2">
          <Cohorts base={base} />
          <StaffLoad base={base} days={days} />
        </div>
      </PageBody>
    </>
  );
}
