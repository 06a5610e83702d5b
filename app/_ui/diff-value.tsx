import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { cn } from './cn';

type DiffValueProps = { label?: ReactNode; before: ReactNode; after: ReactNode; note?: ReactNode; className?: string };

/** before → after. Nothing on one side reads as a word, not as a gap. */
export function DiffValue({ label, before, after, note, className }: DiffValueProps) {
  const t = useTranslations('common.diff');
  const nothing = <span className="text-subtle italic">{t('nothing')}</span>;
  const isNothing = (value: ReactNode) => value === null || value === undefined || value === '';
  return (
    <span className={cn('text-xs', className)}>
      {label ? <span className="text-muted-foreground">{label} </span> : null}
      {isNothing(before) ? nothing : <s className="text-subtle decoration-1">{before}</s>}
      <span aria-hidden className="mx-1 inline-block rtl:-scale-x-100">
        →
      </span>
      <span className="sr-only"> {t('became')} </span>
      {isNothing(after) ? nothing : <span className="font-medium">{after}</span>}
      {note ? <span className="text-muted-foreground"> {note}</span> : null}
    </span>
  );
}
