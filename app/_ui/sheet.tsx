'use client';

import { Dialog as Primitive } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';
import { overlayStyle } from './dialog';
import { useLayer } from './layer';

export const Sheet = Primitive.Root;
export const SheetTrigger = Primitive.Trigger;
export const SheetClose = Primitive.Close;

type SheetContentProps = Omit<ComponentProps<typeof Primitive.Content>, 'title'> & {
  /** Read to screen readers; what is seen is the DrawerHeader inside. */
  label: ReactNode;
  side?: 'start' | 'end' | 'bottom';
};

const place = {
  start: 'inset-y-0 start-0 w-72 max-w-[86vw] border-e [--sheet-from:-24px] rtl:[--sheet-from:24px]',
  end: 'inset-y-0 end-0 w-124 max-w-full border-s [--sheet-from:24px] rtl:[--sheet-from:-24px]',
  bottom: 'inset-x-0 bottom-0 max-h-[88dvh] rounded-t-lg border-t',
};

/** A panel over the page from one edge. For the panel beside a table see DataTable's `drawer`. */
export function SheetContent({ label, side = 'end', className, children, ...props }: SheetContentProps) {
  const container = useLayer();
  return (
    <Primitive.Portal container={container}>
      <Primitive.Overlay className={overlayStyle} />
      <Primitive.Content
        aria-describedby={undefined}
        className={cn(
          'fixed z-50 flex flex-col border-border-strong bg-card text-body shadow-lg outline-none data-[state=open]:animate-sheet',
          place[side],
          className,
        )}
        {...props}
      >
        <Primitive.Title className="sr-only">{label}</Primitive.Title>
        {children}
      </Primitive.Content>
    </Primitive.Portal>
  );
}
