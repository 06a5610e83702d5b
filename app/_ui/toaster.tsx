'use client';

import { CircleCheck, Info, TriangleAlert } from 'lucide-react';
import { Toaster as Sonner } from 'sonner';
import { useDirection } from './direction';
import { useTheme } from './theme';

export { toast } from 'sonner';

export function Toaster() {
  const { resolved } = useTheme();
  return (
    <Sonner
      theme={resolved}
      dir={useDirection()}
      position="bottom-center"
      closeButton
      icons={{
        success: <CircleCheck size={16} className="text-success" aria-hidden />,
        error: <TriangleAlert size={16} className="text-destructive" aria-hidden />,
        warning: <TriangleAlert size={16} className="text-warning" aria-hidden />,
        info: <Info size={16} className="text-info" aria-hidden />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'font-sans flex w-(--width) items-start gap-2 rounded-md border border-border-strong bg-popover px-3 py-2.5 text-popover-foreground text-sm shadow-lg',
          title: 'font-medium',
          description: 'text-muted-foreground text-xs',
          icon: 'mt-0.5',
          content: 'min-w-0 flex-1',
          actionButton: 'shrink-0 rounded-sm border border-border-strong px-2 h-6 text-xs font-medium hover:bg-accent',
          closeButton:
            'static! order-last grid! size-6! shrink-0 translate-none! transform-none! place-items-center rounded-sm! border-0! bg-transparent! text-muted-foreground! hover:bg-accent! [&_svg]:size-3.5',
        },
      }}
    />
  );
}
