import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { cn } from './cn';

export type StepState = 'done' | 'now' | 'next';
export type Step = { id: string; label: ReactNode; state: StepState };

const dot: Record<StepState, string> = {
  done: 'size-2 bg-chart-2',
  now: 'size-2.5 bg-primary shadow-[0_0_0_3px_var(--primary-muted)]',
  next: 'size-2 border-[1.5px] border-input bg-card',
};
const word: Record<StepState, string> = {
  done: 'text-muted-foreground',
  now: 'font-semibold text-foreground',
  next: 'text-subtle',
};

/** Where something stands on its way, on one line: done grey, now accent, next hollow. */
export function Steps({ steps, label, className }: { steps: readonly Step[]; label?: string; className?: string }) {
  const t = useTranslations('common.steps');
  return (
    <ol aria-label={label} className={cn('flex flex-wrap items-center gap-y-1', className)}>
      {steps.map((step, index) => (
        <li
          key={step.id}
          aria-current={step.state === 'now' ? 'step' : undefined}
          className={cn('flex items-center whitespace-nowrap text-xs', word[step.state])}
        >
          {index > 0 ? (
            <span
              aria-hidden
              className={cn('mx-2 h-px w-5', step.state === 'next' ? 'bg-border-strong' : 'bg-chart-2')}
            />
          ) : null}
          <span aria-hidden className={cn('me-1.5 rounded-full', dot[step.state])} />
          {step.label}
          <span className="sr-only">, {t(step.state)}</span>
        </li>
      ))}
    </ol>
  );
}
