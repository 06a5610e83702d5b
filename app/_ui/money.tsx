import { exponentOf } from '@/server/kernel/amounts';
import { cn } from './cn';
import { formatMinor, type SignDisplay } from './number';

/** What amounts look like on the wire to a screen: exact minor units of an asset. */
export type MoneyValue = { readonly minor: bigint; readonly asset: string };

export type MoneyProps = {
  value: MoneyValue;
  /** `always` writes a plus too (movements); `accounting` puts losses in parentheses. */
  sign?: SignDisplay;
  /** Red for a loss, with its minus. Gains stay ink. */
  tone?: 'loss' | 'none';
  /** In a column whose head names the currency. */
  bare?: boolean;
  /** For assets our table does not list. */
  exponent?: number;
  className?: string;
};

/** Full precision, true minus, thousands by comma, currency after, smaller and subtle, never alone on a line. */
export function Money({ value, sign = 'auto', tone = 'none', bare, exponent, className }: MoneyProps) {
  const text = formatMinor(value.minor, exponent ?? exponentOf(value.asset), sign);
  return (
    // Numbers read left to right in every script; isolation keeps the minus in front inside an Arabic sentence.
    <bdi dir="ltr" className={cn('no-wrap-num', tone === 'loss' && value.minor < 0n && 'text-destructive', className)}>
      {text}
      {bare ? null : (
        <span className="font-normal text-[clamp(11px,0.8em,15px)] text-subtle leading-none tracking-[0.01em]">
          {'\u00a0'}
          {value.asset}
        </span>
      )}
    </bdi>
  );
}
