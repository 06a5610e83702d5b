import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';

/** A hairline box on the desk's sheet. */
export function Panel({ className, ...props }: ComponentProps<'div'>) {
  return (
    <div data-panel="" className={cn('min-w-0 overflow-hidden rounded-md border bg-card', className)} {...props} />
  );
}

/** A raised sheet of its own: the portal's building block, on the tinted background. */
export function Card({ className, ...props }: ComponentProps<'section'>) {
  return (
    <section className={cn('min-w-0 overflow-hidden rounded-xl border bg-card shadow-sm', className)} {...props} />
  );
}

export function CardHeader({ title, aside, className }: { title: ReactNode; aside?: ReactNode; className?: string }) {
  return (
    <div className={cn('flex min-h-12 items-center gap-3 px-4 py-1.5 sm:px-6', className)}>
      <h2 className="min-w-0 text-balance text-base tracking-[-0.01em]">{title}</h2>
      {aside ? <span className="ms-auto flex min-h-11 shrink-0 items-center text-sm">{aside}</span> : null}
    </div>
  );
}

export function CardBody({ className, ...props }: ComponentProps<'div'>) {
  return <div className={cn('p-4 sm:px-6 sm:py-5', className)} {...props} />;
}

type SectionProps = {
  title: ReactNode;
  count?: ReactNode;
  note?: ReactNode;
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** A named part of a page: title, count, a sentence, and what can be done with it at the end. */
export function Section({ title, count, note, aside, className, children }: SectionProps) {
  return (
    <section className={cn('min-w-0', className)}>
      <div className="mb-1 flex min-h-8 flex-wrap items-center gap-x-2">
        <h2 className="whitespace-nowrap text-sm">{title}</h2>
        {count === undefined ? null : <span className="text-subtle text-xs">{count}</span>}
        {note ? <span className="min-w-0 text-muted-foreground text-xs">{note}</span> : null}
        {aside ? <span className="ms-auto flex items-center gap-2 text-muted-foreground text-xs">{aside}</span> : null}
      </div>
      {children}
    </section>
  );
}

type ListRowProps = {
  title: ReactNode;
  value?: ReactNode;
  note?: ReactNode;
  valueNote?: ReactNode;
  className?: string;
};

/** Two lines and two ends: what and how much, then the words under each. */
export function ListRow({ title, value, note, valueNote, className }: ListRowProps) {
  return (
    <div
      className={cn(
        'grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 border-b px-4 py-2 last:border-b-0 touch:min-h-16 touch:content-center touch:sm:px-6',
        className,
      )}
    >
      <div className="min-w-0 break-words font-medium">{title}</div>
      <div className={cn('no-wrap-num text-end font-medium', note && !valueNote && 'row-span-2 self-center')}>
        {value}
      </div>
      {note || valueNote ? (
        <>
          <div className="min-w-0 break-words text-muted-foreground text-xs touch:text-sm">{note}</div>
          {valueNote ? (
            <div className="no-wrap-num text-end text-muted-foreground text-xs touch:text-sm">{valueNote}</div>
          ) : null}
        </>
      ) : null}
    </div>
  );
}
