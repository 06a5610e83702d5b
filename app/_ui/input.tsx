import type { ComponentProps } from 'react';
import { cn } from './cn';

export const fieldStyle =
  'w-full min-w-0 rounded-(--control-radius) border border-input bg-card px-(--field-x) text-control transition-colors duration-[120ms] hover:border-muted-foreground focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-ring disabled:cursor-not-allowed disabled:bg-muted disabled:text-muted-foreground [&[readonly]]:bg-muted aria-invalid:border-destructive aria-invalid:outline-destructive';

export function Input({ className, type = 'text', ...props }: ComponentProps<'input'>) {
  return <input type={type} className={cn(fieldStyle, 'h-(--control)', className)} {...props} />;
}

/** An input with something fixed before or after it: a currency, a unit, an icon. */
export function InputGroup({
  before,
  after,
  className,
  children,
}: ComponentProps<'div'> & { before?: React.ReactNode; after?: React.ReactNode }) {
  return (
    <div
      className={cn(
        'flex h-(--control) w-full items-center rounded-(--control-radius) border border-input bg-card text-control transition-colors duration-[120ms] hover:border-muted-foreground focus-within:outline-2 focus-within:outline-ring has-[[aria-invalid=true]]:border-destructive',
        '[&_input]:h-full [&_input]:border-0 [&_input]:bg-transparent [&_input]:outline-none',
        className,
      )}
    >
      {before ? <span className="shrink-0 ps-3 text-muted-foreground">{before}</span> : null}
      {children}
      {after ? <span className="shrink-0 pe-3 text-muted-foreground">{after}</span> : null}
    </div>
  );
}
