import { useTranslations } from 'next-intl';
import { cn } from './cn';

type RangeMarkProps = {
  label: string;
  value: number;
  /** Middle half of what is usual. */
  low: number;
  high: number;
  /** Colour outside of usual; inside it never has one. */
  outside?: 'warning' | 'destructive' | 'none';
  format?: (value: number) => string;
  className?: string;
};

/** Place on the scale: usual takes 35 % to 65 %, and what lies outside is drawn as far out as it is. */
export function rangePosition(value: number, low: number, high: number): number {
  const width = high - low || Math.abs(high) || 1;
  return Math.min(97, Math.max(3, 35 + ((value - low) / width) * 30));
}

export function RangeMark({ label, value, low, high, outside = 'none', format = String, className }: RangeMarkProps) {
  const t = useTranslations('common.range');
  const isOutside = value < low || value > high;
  const tone =
    isOutside && outside !== 'none'
      ? outside === 'warning'
        ? 'w-1 bg-chart-4'
        : 'w-1 bg-chart-5'
      : 'w-0.5 bg-foreground';
  return (
    <div
      role="img"
      aria-label={t('summary', { label, value: format(value), low: format(low), high: format(high) })}
      className={cn('relative h-4 min-w-16', className)}
      dir="ltr"
    >
      <span className="absolute inset-x-0 top-[7px] h-0.5 rounded-full bg-border" />
      <span className="absolute top-1 h-2 rounded-[2px] bg-chart-3 opacity-55" style={{ left: '35%', width: '30%' }} />
      <span
        className={cn('absolute top-px h-3.5 -translate-x-1/2 rounded-[1px]', tone)}
        style={{ left: `${rangePosition(value, low, high)}%` }}
      />
    </div>
  );
}
