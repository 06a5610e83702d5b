'use client';

import { Check, Minus } from 'lucide-react';
import { Checkbox as Primitive } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn';

export function Checkbox({ className, checked, ...props }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      // The box is 14 px as drawn; the padding around it is the part a finger or a mouse can hit.
      className={cn(
        'group/check relative inline-grid size-3.5 shrink-0 place-items-center rounded-[3px] border-[1.5px] border-input bg-card text-primary-foreground outline-offset-2 after:absolute after:-inset-2 disabled:opacity-50 aria-invalid:border-destructive data-[state=checked]:border-primary data-[state=checked]:bg-primary data-[state=indeterminate]:border-primary data-[state=indeterminate]:bg-primary max-sm:size-5 max-sm:rounded-[5px] touch:size-5 touch:rounded-[5px] touch:after:-inset-3',
        className,
      )}
      {...(checked === undefined ? {} : { checked })}
      {...props}
    >
      <Primitive.Indicator className="grid place-items-center">
        <Minus
          className="hidden size-2.5 group-data-[state=indeterminate]/check:block touch:size-3.5"
          strokeWidth={4}
          aria-hidden
        />
        <Check
          className="size-2.5 group-data-[state=indeterminate]/check:hidden touch:size-3.5"
          strokeWidth={4}
          aria-hidden
        />
      </Primitive.Indicator>
    </Primitive.Root>
  );
}
