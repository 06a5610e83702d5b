import { cn } from './cn';
import { formatDecimal, type SignDisplay } from './number';

type NumberTextProps = {
  value: string | number | bigint;
  unit?: string;
  sign?: SignDisplay;
  tone?: 'loss' | 'none';
  className?: string;
};

/** Lots, prices, rates, counts: exact text in tabular figures, with its unit after it. */
export function NumberText({ value, unit, sign = 'auto', tone = 'none', className }: NumberTextProps) {
  const isLoss = tone === 'loss' && value.toString().startsWith('-');
  return (
    <bdi dir="ltr" className={cn('no-wrap-num', isLoss && 'text-destructive', className)}>
      {formatDecimal(value, sign)}
      {unit ? `\u00a0${unit}` : null}
    </bdi>
  );
}
