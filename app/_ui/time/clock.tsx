'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useSecondHand } from './now';
import { useZone, type ZoneName } from './zones';

/** "14:42 Nicosia · 12:42 UTC" in the top bar; with `seconds` on live boards. */
export function Clock({ zone, seconds = false }: { zone?: ZoneName; seconds?: boolean }) {
  const t = useTranslations('common.shell');
  const locale = useLocale();
  const now = useSecondHand();
  const here = useZone(zone);
  const format = (timeZone: string, withSeconds: boolean) =>
    new Intl.DateTimeFormat(locale, {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      ...(withSeconds ? { second: '2-digit' as const } : {}),
    }).format(now);
  return (
    <span className="whitespace-nowrap text-muted-foreground text-xs" suppressHydrationWarning>
      <b className="font-medium text-foreground" suppressHydrationWarning>
        {format(here.zone, seconds)}
      </b>{' '}
      {zone === 'server' ? t('serverTime') : here.label}
      {here.zone === 'UTC' ? null : (
        <>
          {' · '}
          <span suppressHydrationWarning>{format('UTC', false)}</span> {t('utc')}
        </>
      )}
    </span>
  );
}
