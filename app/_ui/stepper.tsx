import { Check } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { cn } from './cn';
import type { StepState } from './steps';

export type StepperItem = {
  id: string;
  title: ReactNode;
  state: StepState /** When, or by when. */;
  when?: ReactNode /** Whose turn it is and how long it takes. */;
  note?: ReactNode;
};

const pin: Record<StepState, string> = {
  done: 'border-primary bg-primary text-primary-foreground',
  now: 'border-[6px] border-primary bg-card',
  next: 'border-border-strong bg-card',
};

/** The way of one thing in the portal, top to bottom. Each step has a time and says whose turn it is. */
export function Stepper({ items, className }: { items: readonly StepperItem[]; className?: string }) {
  const t = useTranslations('common.steps');
  return (
    <ol className={className}>
      {items.map((item) => (
        <li
          key={item.id}
          aria-current={item.state === 'now' ? 'step' : undefined}
          className={cn(
            'relative grid grid-cols-[20px_minmax(0,1fr)] gap-3 pb-3 before:absolute before:start-[9px] before:top-[22px] before:-bottom-0.5 before:w-0.5 before:bg-border last:pb-0 last:before:hidden',
            item.state === 'done' && 'before:bg-primary',
          )}
        >
          <span
            aria-hidden
            className={cn('mt-0.5 grid size-5 place-items-center rounded-full border-2', pin[item.state])}
          >
            {item.state === 'done' ? <Check size={12} strokeWidth={3} /> : null}
          </span>
          <div>
            <div className="flex items-baseline justify-between gap-2">
              <span
                className={cn(
                  item.state === 'now'
                    ? 'font-semibold'
                    : item.state === 'done'
                      ? 'font-medium'
                      : 'text-muted-foreground',
                )}
              >
                {item.title}
                <span className="sr-only">, {t(item.state)}</span>
              </span>
              {item.when ? <span className="no-wrap-num text-muted-foreground text-sm">{item.when}</span> : null}
            </div>
            {item.note ? <p className="text-muted-foreground text-sm">{item.note}</p> : null}
          </div>
        </li>
      ))}
    </ol>
  );
}

/** A long form or a life in the portal, as bars: Joined, Verified, Funded, Trading. */
export function PathBar({
  steps,
  label,
  className,
}: {
  steps: ReadonlyArray<{ id: string; label: ReactNode; state: StepState }>;
  label: string;
  className?: string;
}) {
  const t = useTranslations('common.steps');
  return (
    <ol
      aria-label={label}
      className={cn('grid auto-cols-fr grid-flow-col gap-1 text-muted-foreground text-xs', className)}
    >
      {steps.map((step) => (
        <li
          key={step.id}
          aria-current={step.state === 'now' ? 'step' : undefined}
          className={cn(
            'flex items-center gap-1 border-t-[3px] pt-2',
            step.state === 'next' ? 'border-border-strong' : 'border-primary',
            step.state === 'now' && 'font-medium text-foreground',
          )}
        >
          {step.state === 'done' ? <Check size={12} strokeWidth={3} className="text-primary" aria-hidden /> : null}
          <span className="min-w-0 truncate">{step.label}</span>
          <span className="sr-only">, {t(step.state)}</span>
        </li>
      ))}
    </ol>
  );
}
