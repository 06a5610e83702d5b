import type { ComponentProps } from 'react';
import { cn } from './cn';

/** One line of what will stand here. Give it the width of the real thing. */
export function Skeleton({ className, ...props }: ComponentProps<'span'>) {
  return (
    <span aria-hidden className={cn('block h-2 animate-breathe rounded-full bg-chart-band', className)} {...props} />
  );
}

const widths = ['w-3/5', 'w-2/5', 'w-1/2', 'w-2/3', 'w-1/3'];

export function SkeletonRows({ rows = 3, className }: { rows?: number; className?: string }) {
  const lines = Array.from({ length: rows }, (_, row) => row);
  return (
    <div aria-hidden className={cn('flex flex-col gap-4 p-4', className)}>
      {lines.map((row) => (
        <div key={row} className="grid grid-cols-[1fr_auto] gap-6">
          <Skeleton className={widths[row % widths.length] ?? 'w-1/2'} />
          <Skeleton className="w-12" />
        </div>
      ))}
    </div>
  );
}
