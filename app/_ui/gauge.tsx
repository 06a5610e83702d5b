import { cn } from './cn';

type GaugeProps = { value: number; label: string; tone?: 'default' | 'warning' | 'over'; className?: string };

const fill = { default: 'bg-chart-1', warning: 'bg-chart-4', over: 'bg-chart-5' };

/** How much of a limit is used, 0 to 1. Over the limit it is full and says so by colour and by the words beside it. */
export function Gauge({ value, label, tone = 'default', className }: GaugeProps) {
  const share = Math.min(1, Math.max(0, value));
  return (
    // biome-ignore lint/a11y/useSemanticElements: <meter> cannot be styled alike in every browser
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
      className={cn('h-1 overflow-hidden rounded-full bg-chart-band', className)}
    >
      <div className={cn('h-full rounded-full', fill[tone])} style={{ width: `${share * 100}%` }} />
    </div>
  );
}
