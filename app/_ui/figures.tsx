import type { ReactNode } from 'react';
import { cn } from './cn';

export type Figure = { label: ReactNode; value: ReactNode; note?: ReactNode; tone?: 'default' | 'accent' };

/** A row of numbers that belong together. The accent one is the next action, never a judgement. */
export function Figures({ figures, className }: { figures: readonly Figure[]; className?: string }) {
  return (
    <dl
      className={cn(
        'grid overflow-hidden rounded-md border bg-border max-lg:grid-cols-3! max-sm:grid-cols-2!',
        className,
      )}
      style={{
        gridTemplateColumns: figures
          .map((figure) => (figure.tone === 'accent' ? 'minmax(0,1.5fr)' : 'minmax(0,1fr)'))
          .join(' '),
        gap: 1,
      }}
    >
      {figures.map((figure, index) => (
        <div
          // A figure has no identity besides its place in the row.
          // biome-ignore lint/suspicious/noArrayIndexKey: fixed order
          key={index}
          className={cn(
            'min-w-0 bg-card px-4 py-3 max-sm:px-3',
            // The last one takes what is left of its row: no empty box in a narrow grid.
            'max-sm:last:odd:col-span-2 sm:max-lg:last:[&:nth-child(3n+1)]:col-span-3 sm:max-lg:last:[&:nth-child(3n+2)]:col-span-2',
            figure.tone === 'accent' && 'bg-primary-muted',
          )}
        >
          <dt className={cn('truncate text-muted-foreground text-xs', figure.tone === 'accent' && 'text-primary')}>
            {figure.label}
          </dt>
          <dd>
            <div className="no-wrap-num font-semibold text-lg tracking-[-0.01em] max-sm:text-base">{figure.value}</div>
            {figure.note ? <div className="line-clamp-3 text-muted-foreground text-xs">{figure.note}</div> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

export type Fact = { label: ReactNode; value: ReactNode };

/** Small labelled facts, as under the name of a client. */
export function Facts({ facts, className }: { facts: readonly Fact[]; className?: string }) {
  return (
    <dl className={cn('flex flex-wrap justify-between gap-x-8 gap-y-3', className)}>
      {facts.map((fact, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: fixed order
        <div key={index} className="min-w-0">
          <dt className="text-2xs text-muted-foreground">{fact.label}</dt>
          <dd className="font-medium">{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
