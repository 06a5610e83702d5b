'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ComponentProps, ReactNode } from 'react';
import { Button } from './button';
import { cn } from './cn';

type DrawerHeaderProps = {
  title: ReactNode;
  badge?: ReactNode;
  keys?: ReactNode;
  onClose?: () => void;
  children?: ReactNode;
};

/** Head of a decision: amount and state on the first line, who and until when on the second (children). */
export function DrawerHeader({ title, badge, keys, onClose, children }: DrawerHeaderProps) {
  const t = useTranslations('common.action');
  return (
    <header className="border-b px-5 py-4">
      <div className="flex min-h-6 items-center gap-2">
        <h2 className="min-w-0 truncate text-lg tracking-[-0.01em]">{title}</h2>
        {badge}
        <span className="ms-auto flex items-center gap-1">
          {keys}
          {onClose ? (
            <Button variant="ghost" size="icon-sm" aria-label={t('close')} onClick={onClose}>
              <X size={16} aria-hidden />
            </Button>
          ) : null}
        </span>
      </div>
      {children ? (
        <div className="mt-1 flex flex-wrap items-center gap-x-2 text-muted-foreground">{children}</div>
      ) : null}
    </header>
  );
}

export function DrawerBody({ className, ...props }: ComponentProps<'div'>) {
  return <div className={cn('min-h-0 flex-1 overflow-y-auto px-5 scroll-thin', className)} {...props} />;
}

export function DrawerSection({
  title,
  aside,
  className,
  children,
}: {
  title?: ReactNode;
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <section className={cn('border-b py-3 last:border-b-0', className)}>
      {title ? (
        <div className="mb-1 flex min-h-5 items-center gap-2">
          <h3 className="text-sm">{title}</h3>
          {aside ? <span className="ms-auto">{aside}</span> : null}
        </div>
      ) : null}
      {children}
    </section>
  );
}

/** Fixed foot: what each button will do in numbers, a reason, one primary button. */
export function DrawerFooter({ className, ...props }: ComponentProps<'footer'>) {
  return <footer className={cn('flex flex-col gap-3 border-t bg-card px-5 pt-3 pb-4', className)} {...props} />;
}
