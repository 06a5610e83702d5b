import { Lock, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';

type StateProps = { title: ReactNode; children?: ReactNode; action?: ReactNode; className?: string };

function Blank({
  icon,
  title,
  children,
  action,
  className,
  role,
}: StateProps & { icon?: ReactNode; role?: 'alert' | 'status' }) {
  return (
    <div role={role} className={cn('flex h-full flex-col items-start gap-1 p-4 touch:sm:p-6', className)}>
      <p className="flex items-center gap-2 font-medium">
        {icon}
        {title}
      </p>
      {children ? <div className="max-w-prose text-muted-foreground text-xs touch:text-sm">{children}</div> : null}
      {action ? (
        <div className="mt-auto flex flex-wrap items-center gap-2 pt-2 text-muted-foreground text-xs">{action}</div>
      ) : null}
    </div>
  );
}

/** Nothing here: why, and the first thing to do. */
export function EmptyState(props: StateProps) {
  return <Blank {...props} />;
}

/** What happened, what was not lost, a reference to give to support. */
export function ErrorState({ reference, children, ...props }: StateProps & { reference?: ReactNode }) {
  return (
    <Blank {...props} role="alert" icon={<TriangleAlert size={16} className="text-destructive" aria-hidden />}>
      {children} {reference ? <span className="whitespace-nowrap">{reference}</span> : null}
    </Blank>
  );
}

/** Who may see this, and who can grant it. */
export function NoPermission(props: StateProps) {
  return <Blank {...props} icon={<Lock size={16} className="text-muted-foreground" aria-hidden />} />;
}
