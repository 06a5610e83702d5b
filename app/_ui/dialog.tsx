'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Dialog as Primitive } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { buttonStyle } from './button';
import { cn } from './cn';
import { useLayer } from './layer';

export const Dialog = Primitive.Root;
export const DialogTrigger = Primitive.Trigger;
export const DialogClose = Primitive.Close;

export const overlayStyle =
  'fixed inset-0 z-40 bg-[oklch(0.16_0.01_240/0.4)] dark:bg-[oklch(0.05_0.01_240/0.6)] data-[state=open]:animate-in';

type DialogContentProps = Omit<ComponentProps<typeof Primitive.Content>, 'title'> & {
  title: ReactNode;
  description?: ReactNode;
  size?: 'sm' | 'md' | 'lg';
};

export function DialogContent({ title, description, size = 'md', className, children, ...props }: DialogContentProps) {
  const container = useLayer();
  const t = useTranslations('common.action');
  const width = { sm: 'max-w-100', md: 'max-w-130', lg: 'max-w-190' }[size];
  return (
    <Primitive.Portal container={container}>
      <Primitive.Overlay className={overlayStyle} />
      <Primitive.Content
        className={cn(
          'fixed top-[max(16px,12dvh)] left-1/2 z-50 flex max-h-[min(76dvh,calc(100dvh-32px))] w-[calc(100vw-32px)] -translate-x-1/2 flex-col rounded-lg border border-border-strong bg-popover text-body shadow-lg outline-none data-[state=open]:animate-in',
          width,
          className,
        )}
        {...(description ? {} : { 'aria-describedby': undefined })}
        {...props}
      >
        <header className="flex items-start gap-3 px-5 pt-4 pb-3">
          <div className="min-w-0 flex-1">
            <Primitive.Title className="font-semibold text-lg">{title}</Primitive.Title>
            {description ? (
              <Primitive.Description className="mt-0.5 text-muted-foreground">{description}</Primitive.Description>
            ) : null}
          </div>
          <Primitive.Close
            className={cn(buttonStyle({ variant: 'ghost', size: 'icon-sm' }), '-me-1')}
            aria-label={t('close')}
          >
            <X size={16} aria-hidden />
          </Primitive.Close>
        </header>
        {children}
      </Primitive.Content>
    </Primitive.Portal>
  );
}

export function DialogBody({ className, ...props }: ComponentProps<'div'>) {
  return <div className={cn('min-h-0 flex-1 overflow-y-auto px-5 pb-4 scroll-thin', className)} {...props} />;
}

export function DialogFooter({ className, ...props }: ComponentProps<'footer'>) {
  return (
    <footer
      className={cn('flex flex-wrap justify-end gap-2 border-t px-5 py-3 max-sm:flex-col-reverse', className)}
      {...props}
    />
  );
}
