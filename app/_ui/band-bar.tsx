import { cn } from './cn';

type BandBarProps = {
  label: string /** Share of the band in use, −1 to 1 inside it. */;
  use: number;
  className?: string;
};

/** A position in its band: zero in the middle, edges marked; colour only above 85 % and over. */
export function BandBar({ label, use, className }: BandBarProps) {
  const size = Math.abs(use);
  const tone = size > 1 ? 'bg-chart-5' : size > 0.85 ? 'bg-chart-4' : 'bg-chart-1';
  // The band takes the middle 80 %; a breach runs past the edge and stops at the end of the box.
  const length = Math.min(50, size * 40);
  return (
    <div role="img" aria-label={label} dir="ltr" className={cn('relative h-3 min-w-24', className)}>
      <span className="absolute inset-y-0 left-[10%] right-[10%] border-x border-border-strong bg-muted" />
      <span className="absolute inset-y-0 left-1/2 w-px bg-border-strong" />
      <span
        className={cn('absolute top-1 h-1 rounded-[1px]', tone)}
        style={use < 0 ? { right: '50%', width: `${length}%` } : { left: '50%', width: `${length}%` }}
      />
    </div>
  );
}
