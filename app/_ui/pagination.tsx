'use client';

import { ChevronLeft, ChevronRight, ChevronsLeft } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from './button';
import { cn } from './cn';

type PaginationProps = {
  /** "1 to 50 of 10,000+" or whatever is known. */
  summary: ReactNode;
  canPrevious: boolean;
  canNext: boolean;
  onFirst: () => void;
  onPrevious: () => void;
  onNext: () => void;
  pending?: boolean;
  className?: string;
};

/** Keyset pages know next, previous and first, never a page number. */
export function Pagination({
  summary,
  canPrevious,
  canNext,
  onFirst,
  onPrevious,
  onNext,
  pending,
  className,
}: PaginationProps) {
  const t = useTranslations('common.paging');
  return (
    <nav
      aria-label={t('label')}
      aria-busy={pending || undefined}
      className={cn('flex items-center gap-1 text-muted-foreground text-xs', className)}
    >
      <span className="no-wrap-num me-2">{summary}</span>
      <Button variant="ghost" size="icon-sm" aria-label={t('first')} disabled={!canPrevious} onClick={onFirst}>
        <ChevronsLeft size={14} className="rtl:-scale-x-100" aria-hidden />
      </Button>
      <Button variant="ghost" size="icon-sm" aria-label={t('previous')} disabled={!canPrevious} onClick={onPrevious}>
        <ChevronLeft size={14} className="rtl:-scale-x-100" aria-hidden />
      </Button>
      <Button variant="ghost" size="icon-sm" aria-label={t('next')} disabled={!canNext} onClick={onNext}>
        <ChevronRight size={14} className="rtl:-scale-x-100" aria-hidden />
      </Button>
    </nav>
  );
}
