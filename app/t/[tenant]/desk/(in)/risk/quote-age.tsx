'use client';

import { useTranslations } from 'next-intl';
import { useNow } from '@/app/_ui/time/now';
import { useDuration } from '@/app/_ui/time/relative-time';

/** Older than this, a value is said to be old: a calm market still quotes majors every few seconds. */
const staleMs = 60_000;

/** How old the price behind a value is, in words; colour only repeats them. */
export function QuoteAge({ at }: { at: Date | null }) {
  const t = useTranslations('operations.risk');
  const duration = useDuration();
  const now = useNow();
  if (!at) return <span className="font-medium text-warning">{t('noQuote')}</span>;
  const ms = Math.max(0, now.getTime() - at.getTime());
  return (
    <span className={ms > staleMs ? 'font-medium text-warning' : undefined} suppressHydrationWarning>
      {ms > staleMs ? t('stale', { age: duration(ms) }) : t('age', { age: duration(ms) })}
    </span>
  );
}
