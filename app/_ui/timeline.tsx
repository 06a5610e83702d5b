import type { ReactNode } from 'react';
import type { Tone } from './badge';
import { cn } from './cn';

const pins: Record<Tone, string> = {
  neutral: 'border-chart-2 bg-card',
  success: 'border-success bg-card',
  warning: 'border-warning bg-card',
  destructive: 'border-destructive bg-card',
  info: 'border-info bg-card',
  pending: 'border-pending bg-pending',
};

export type TimelineEntry = {
  id: string;
  tone?: Tone;
  /** Verb and object in one: "Approved, first of two". */
  what: ReactNode;
  actor?: ReactNode;
  why?: ReactNode;
  diff?: ReactNode;
  when: ReactNode;
  proof?: ReactNode;
  /** Raw payload and the like: folded until asked for. */
  detail?: { label: ReactNode; body: ReactNode };
};

/** One story, newest first: who did what to which thing, what it changed, and the proof. */
export function Timeline({ entries, className }: { entries: readonly TimelineEntry[]; className?: string }) {
  return (
    <ol className={cn('relative', className)}>
      {entries.map((entry) => (
        <li
          key={entry.id}
          className="relative grid grid-cols-[20px_minmax(0,1fr)_auto] gap-x-2 pb-3 before:absolute before:start-[9px] before:top-5 before:bottom-0 before:w-px before:bg-border-strong last:pb-0 last:before:hidden"
        >
          <span
            aria-hidden
            className={cn('ms-[5px] mt-1.5 size-[9px] rounded-full border-2', pins[entry.tone ?? 'neutral'])}
          />
          <div className="min-w-0">
            <span className="font-medium">{entry.what}</span>{' '}
            {entry.actor ? <span className="text-muted-foreground">{entry.actor}</span> : null}
            {entry.why ? <div className="text-muted-foreground text-xs">{entry.why}</div> : null}
            {entry.diff ? <div className="mt-1 text-xs">{entry.diff}</div> : null}
            {entry.detail ? (
              <details className="mt-1 text-xs">
                <summary className="w-fit text-muted-foreground hover:text-foreground">{entry.detail.label}</summary>
                <div className="mt-1 overflow-x-auto rounded-sm border bg-muted p-2 font-mono text-2xs">
                  {entry.detail.body}
                </div>
              </details>
            ) : null}
          </div>
          <span className="no-wrap-num inline-flex h-5 items-center gap-1 text-end text-subtle text-xs">
            {entry.proof}
            {entry.when}
          </span>
        </li>
      ))}
    </ol>
  );
}
