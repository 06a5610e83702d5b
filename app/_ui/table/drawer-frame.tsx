'use client';

import { type ReactNode, useEffect } from 'react';
import { useKeys } from '../keys/use-keys';
import { Sheet, SheetContent } from '../sheet';
import { useMedia } from '../use-media';

type DrawerFrameProps = { label: string; closeLabel: string; onClose: () => void; children: ReactNode };

/** Beside the table when there is room, else a sheet over it. The table's own j and k keep working beside it. */
export function DrawerFrame({ label, closeLabel, onClose, children }: DrawerFrameProps) {
  const isDocked = useMedia('(min-width: 1280px)', true);
  useKeys('drawer', [{ keys: 'escape', label: closeLabel, run: onClose }], isDocked);
  // The panel takes width from the table: tell what is inside to measure again.
  useEffect(() => {
    window.dispatchEvent(new Event('resize'));
  }, []);
  if (isDocked) {
    return (
      <aside aria-label={label} className="flex min-h-0 min-w-0 flex-col border-s bg-card">
        {children}
      </aside>
    );
  }
  return (
    <Sheet open onOpenChange={(open) => (open ? null : onClose())}>
      <SheetContent label={label} data-keys="through">
        {children}
      </SheetContent>
    </Sheet>
  );
}
