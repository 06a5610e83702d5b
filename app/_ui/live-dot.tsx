'use client';

import { useTranslations } from 'next-intl';
import { cn } from './cn';
import { useTimeText } from './time/relative-time';

export type LiveState = 'on' | 'connecting' | 'off';
const colour = { on: 'bg-success', connecting: 'bg-muted-foreground', off: 'bg-destructive' };

/** The connection in a dot and a word; when it is gone, how old what you see is. */
export function LiveDot({
  state,
  since,
  className,
  wordsClassName,
}: {
  state: LiveState;
  since?: Date | number | string | undefined;
  className?: string;
  /** Where there is only room for the dot, the words are for readers. */
  wordsClassName?: string;
}) {
  const t = useTranslations('common.live');
  const time = useTimeText();
  return (
    <span className={cn('inline-flex items-center align-top gap-1.5 whitespace-nowrap', className)} role="status">
      <span aria-hidden className={cn('size-1.5 shrink-0 rounded-full', colour[state])} />
      <span className={wordsClassName}>
        {state === 'off' && since !== undefined
          ? t('off', { time: time.clock(since) })
          : t(state === 'off' ? 'reconnecting' : state)}
      </span>
    </span>
  );
}
