'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { Tooltip } from '../tooltip';
import { formatDuration, type UnitWords } from './duration';
import { useNow } from './now';
import { useZone, type ZoneName } from './zones';

export type Instant = Date | number | string;
type Style = 'relative' | 'clock' | 'date' | 'date-time' | 'exact';

export function toDate(at: Instant): Date {
  return at instanceof Date ? at : new Date(at);
}

const day = { day: 'numeric', month: 'short' } as const;
const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

/** Texts of an instant in one zone. "24 Nov 2026, 13:31:07" is exact; the day is left out of `clock`, the year when it is this one. */
export function useTimeText(zoneName?: ZoneName) {
  const locale = useLocale();
  const { zone, label } = useZone(zoneName);
  const now = useNow();
  return useMemo(() => {
    const format = (at: Instant, options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { timeZone: zone, ...options }).format(toDate(at));
    const year = (at: Instant) => format(at, { year: 'numeric' });
    const exactDay = (at: Instant) => format(at, { ...day, year: 'numeric' });
    const withYear = (at: Instant) => (year(at) === year(now) ? day : { ...day, year: 'numeric' as const });
    return {
      label,
      clock: (at: Instant) => format(at, clock),
      date: (at: Instant) => format(at, withYear(at)),
      'date-time': (at: Instant) => format(at, { ...withYear(at), ...clock }),
      exact: (at: Instant) => `${format(at, { ...day, year: 'numeric', ...clock, second: '2-digit' })} ${label}`,
      exactDay,
      /** The other zone's reading beside this one: its date only where it is another day. */
      second: (at: Instant, beside: { exactDay: (at: Instant) => string }) =>
        beside.exactDay(at) === exactDay(at)
          ? `${format(at, { ...clock, second: '2-digit' })} ${label}`
          : `${format(at, { ...day, year: 'numeric', ...clock, second: '2-digit' })} ${label}`,
      isToday: (at: Instant) => format(at, { dateStyle: 'short' }) === format(now, { dateStyle: 'short' }),
    };
  }, [locale, zone, label, now]);
}

/** Durations in the person's language. */
export function useDuration(): (ms: number) => string {
  const t = useTranslations('common.time.unit');
  const words: UnitWords = { d: t('d'), h: t('h'), m: t('m'), s: t('s') };
  return (ms) => formatDuration(ms, words);
}

export type RelativeTimeProps = { at: Instant; zone?: ZoneName; style?: Style; className?: string };

/** "12 m ago" or "13:31"; hover or focus gives the exact second in its zone and in UTC. */
export function RelativeTime({ at, zone, style = 'relative', className }: RelativeTimeProps) {
  const t = useTranslations('common.time');
  const duration = useDuration();
  const now = useNow();
  const here = useTimeText(zone);
  const utc = useTimeText('utc');
  const date = toDate(at);
  const ms = date.getTime() - now.getTime();
  const relative = Math.abs(ms) < 5_000 ? t('now') : t(ms < 0 ? 'ago' : 'in', { time: duration(ms) });
  const text = style === 'relative' ? relative : here[style](date);
  return (
    <Tooltip
      content={
        <span className="no-wrap-num">
          {here.label === utc.label ? utc.exact(date) : `${here.exact(date)} · ${utc.second(date, here)}`}
        </span>
      }
    >
      <time dateTime={date.toISOString()} className={className} suppressHydrationWarning>
        {text}
      </time>
    </Tooltip>
  );
}

/** Time left to a deadline; past it, the words say so and not the colour alone. */
export function DueTime({ at, soonMs = 30 * 60_000 }: { at: Instant; soonMs?: number }) {
  const t = useTranslations('common.time');
  const duration = useDuration();
  const ms = toDate(at).getTime() - useNow().getTime();
  const exact = useTimeText();
  const tone =
    ms < 0 ? 'font-medium text-destructive' : ms < soonMs ? 'font-medium text-warning' : 'text-muted-foreground';
  return (
    <Tooltip content={exact.exact(at)}>
      <time dateTime={toDate(at).toISOString()} className={`no-wrap-num ${tone}`} suppressHydrationWarning>
        {ms < 0 ? t('over', { time: duration(ms) }) : duration(ms)}
      </time>
    </Tooltip>
  );
}
