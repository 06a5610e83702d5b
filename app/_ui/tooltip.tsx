'use client';

import { Tooltip as Primitive } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';
import { useLayer } from './layer';

export const TooltipProvider = Primitive.Provider;

type TooltipProps = { content: ReactNode; children: ReactNode; className?: string } & Pick<
  ComponentProps<typeof Primitive.Content>,
  'side' | 'align'
>;

/** Says more about what is under the cursor or has focus. Never the only place a fact can be read on touch. */
export function Tooltip({ content, children, className, side = 'top', align = 'center' }: TooltipProps) {
  const container = useLayer();
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <Primitive.Portal container={container}>
        <Primitive.Content
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className={cn(
            'z-50 max-w-80 rounded-md border border-border-strong bg-popover px-2 py-1 text-popover-foreground text-xs shadow-lg',
            className,
          )}
        >
          {content}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
