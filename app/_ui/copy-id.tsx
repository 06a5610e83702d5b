'use client';

import { Check, Copy } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';
import { cn } from './cn';

// In a table the icon hangs beside the id and takes no width from the column.
const floating = 'absolute start-full ms-1';

/** An id one can take along: click copies it, and the icon says so for a moment. */
export function CopyId({
  value,
  children,
  bordered,
  className,
}: {
  value: string;
  children?: ReactNode;
  bordered?: boolean;
  className?: string;
}) {
  const t = useTranslations('common.action');
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => void navigator.clipboard.writeText(value).then(() => setCopied(true));
  return (
    <button
      type="button"
      onClick={(event) => {
        event.stopPropagation();
        copy();
      }}
      aria-label={`${t('copy')} ${value}`}
      className={cn(
        'id-text group/copy relative inline-flex items-center gap-1.5 rounded-sm hover:text-foreground',
        bordered && 'h-6 border bg-card px-2 text-xs',
        className,
      )}
    >
      <bdi>{children ?? value}</bdi>
      {copied ? (
        <Check size={12} className={cn('text-success', !bordered && floating)} aria-hidden />
      ) : (
        <Copy
          size={12}
          className={cn(
            !bordered && `${floating} opacity-0 group-hover/copy:opacity-100 group-focus-visible/copy:opacity-100`,
          )}
          aria-hidden
        />
      )}
      <span aria-live="polite" className="sr-only">
        {copied ? t('copied') : ''}
      </span>
    </button>
  );
}
