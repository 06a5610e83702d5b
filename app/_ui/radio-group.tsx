'use client';

import { RadioGroup as Primitive } from 'radix-ui';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from './cn';

export function RadioGroup({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  return <Primitive.Root className={cn('flex flex-col gap-1', className)} {...props} />;
}

/** One choice with its label and, where a choice has consequences, a second line that says which. */
export function RadioItem({
  label,
  hint,
  className,
  ...props
}: ComponentProps<typeof Primitive.Item> & { label: ReactNode; hint?: ReactNode }) {
  const id = useId();
  return (
    <div className={cn('flex items-start gap-3 py-1 touch:min-h-(--hit) touch:py-2.5', className)}>
      <Primitive.Item
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="relative mt-[3px] grid size-3.5 shrink-0 place-items-center rounded-full border-[1.5px] border-input bg-card after:absolute after:-inset-2 disabled:opacity-50 data-[state=checked]:border-primary touch:mt-0.5 touch:size-5"
        {...props}
      >
        <Primitive.Indicator className="size-1.5 rounded-full bg-primary touch:size-2.5" />
      </Primitive.Item>
      <div className="min-w-0">
        <label htmlFor={id} className="font-medium text-control leading-5">
          {label}
        </label>
        {hint ? (
          <p id={`${id}-hint`} className="text-muted-foreground text-xs touch:text-sm">
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  );
}
