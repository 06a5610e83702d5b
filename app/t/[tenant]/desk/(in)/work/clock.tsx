'use client';

import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { useTRPC } from '@/app/_trpc/client';
import { DrawerSection } from '@/app/_ui/drawer';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { Id } from '@/server/kernel/ids';

/** Minutes of working time in words: hours where there are any. */
export function useWorkingTime() {
  const format = useFormatter();
  return (minutes: number) =>
    minutes < 60
      ? format.number(minutes, { style: 'unit', unit: 'minute' })
      : format.number(minutes / 60, { style: 'unit', unit: 'hour', maximumFractionDigits: 1 });
}

/** What was promised, when it stood still and for whom, and how it ended. */
export function Clock({ itemId }: { itemId: Id<'workItem'> }) {
  const t = useTranslations('reporting.work');
  const trpc = useTRPC();
  const workingTime = useWorkingTime();
  const lines = useQuery(trpc.work.item.clock.queryOptions({ itemId })).data ?? [];
  if (lines.length === 0) return null;
  return (
    <DrawerSection title={t('clock')}>
      <ol className="divide-y rounded-md border">
        {lines.map(({ event, at, dueAt, minutesLeft, by, holder, note }) => (
          <li key={`${event} ${at.getTime()}`} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 px-3 py-1.5">
            <span className={event === 'broken' || event === 'late' ? 'text-destructive' : ''}>
              {t.rich(`clockEvents.${event}`, {
                left: minutesLeft === null ? '' : workingTime(minutesLeft),
                at: () => (dueAt ? <RelativeTime at={dueAt} zone="entity" /> : null),
              })}
            </span>
            <span className="text-muted-foreground text-xs">
              <RelativeTime at={at} zone="entity" />
            </span>
            <span className="col-span-2 break-words text-muted-foreground text-xs">
              {[holder ? t('held', { name: holder }) : by, note].filter(Boolean).join(' · ')}
            </span>
          </li>
        ))}
      </ol>
    </DrawerSection>
  );
}
