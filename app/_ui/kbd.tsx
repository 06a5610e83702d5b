import type { ComponentProps } from 'react';
import { cn } from './cn';

export function Kbd({ className, ...props }: ComponentProps<'kbd'>) {
  return (
    <kbd
      className={cn(
        'inline-flex h-4 min-w-4 items-center justify-center rounded-sm border bg-muted px-1 font-medium font-sans text-[10px] text-muted-foreground leading-none max-sm:hidden touch:hidden',
        className,
      )}
      {...props}
    />
  );
}
