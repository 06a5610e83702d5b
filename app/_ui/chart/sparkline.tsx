import { cn } from '../cn';

type SparklineProps = { label: string; values: readonly number[]; className?: string };

/** The path of a number, for a table cell: no axis, so it says only "which way"; the label says the rest. */
export function Sparkline({ label, values, className }: SparklineProps) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const spread = high - low || 1;
  const step = values.length > 1 ? 100 / (values.length - 1) : 0;
  const path = values
    .map(
      (value, index) =>
        `${index === 0 ? 'M' : 'L'}${(index * step).toFixed(1)} ${(22 - ((value - low) / spread) * 20).toFixed(1)}`,
    )
    .join(' ');
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox="0 0 100 24"
      preserveAspectRatio="none"
      className={cn('h-5 w-20 overflow-visible', className)}
    >
      <path
        d={path}
        fill="none"
        stroke="var(--chart-1)"
        strokeWidth="1.5"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
