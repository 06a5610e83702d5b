import { formatDecimal } from '../number';

/** One look for both axes: small, subtle, no lines of their own. */
export const axisStyle = {
  axisLine: false,
  tickLine: false,
  tickMargin: 8,
  tick: { fill: 'var(--subtle-foreground)', fontSize: 11 },
} as const;

/** Grouped, with a true minus; sums of floats are cut to what a chart can show. */
export const plain = (value: number): string => formatDecimal(Number(value.toFixed(2)));
