import type { ReactNode } from 'react';
import { cn } from './cn';

type PageHeaderProps = {
  title: ReactNode;
  /** Beside the title: an id to copy, badges. */
  facts?: ReactNode;
  /** The state of this page in one sentence: the part that matters in `<b>`. */
  state?: ReactNode;
  /** Last one is the primary button, the next action. */
  actions?: ReactNode;
  leading?: ReactNode;
  className?: string;
};

/** Title says the noun, first line the state, first button the next action. */
export function PageHeader({ title, facts, state, actions, leading, className }: PageHeaderProps) {
  return (
    <header className={cn('flex shrink-0 flex-wrap items-start gap-3 px-6 pt-5 pb-4 max-sm:px-4', className)}>
      {leading}
      <div className="min-w-0 flex-1 basis-80">
        <div className="flex flex-wrap items-center gap-2">
          <h1 className="text-xl tracking-[-0.016em] touch:text-2xl">{title}</h1>
          {facts}
        </div>
        {state ? <div className="text-muted-foreground [&_b]:font-medium [&_b]:text-foreground">{state}</div> : null}
      </div>
      {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
    </header>
  );
}

/** Body of a desk page: 24 px gutters and 24 px between sections. */
export function PageBody({ className, children }: { className?: string; children: ReactNode }) {
  return <div className={cn('flex flex-col gap-6 px-6 pb-6 max-sm:px-4', className)}>{children}</div>;
}
