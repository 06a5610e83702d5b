'use client';

import { Switch as Primitive } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn';

export function Switch({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      className={cn(
        'relative inline-flex h-4 w-7 shrink-0 items-center rounded-full border border-input bg-muted p-px outline-offset-2 transition-colors duration-[120ms] after:absolute after:-inset-2 disabled:opacity-50 data-[state=checked]:border-primary data-[state=checked]:bg-primary touch:h-6 touch:w-11',
        className,
      )}
      {...props}
    >
      <Primitive.Thumb className="block size-3 rounded-full bg-input transition-[translate,background-color] duration-[120ms] data-[state=checked]:translate-x-3 data-[state=checked]:bg-primary-foreground rtl:data-[state=checked]:-translate-x-3 touch:size-5 touch:data-[state=checked]:translate-x-5 rtl:touch:data-[state=checked]:-translate-x-5" />
    </Primitive.Root>
  );
}
