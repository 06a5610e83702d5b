'use client';

import { useTranslations } from 'next-intl';
import { Money } from '@/app/_ui/money';
import { StageStrip } from '@/app/_ui/stage-strip';
import { useDuration } from '@/app/_ui/time/relative-time';
import type { Money as Amount } from '@/server/kernel/money';
import { alarmOf, byHandOff, type Line } from './sums';

/** The largest sum; how many other currencies there are. */
function Most({ money }: { money: readonly Amount[] }) {
  const t = useTranslations('reporting.leaks');
  const [most, ...others] = money;
  if (!most) return null;
  return (
    <>
      <Money value={most} />
      {others.length > 0 ? <span className="ms-1 text-subtle">{t('more', { count: others.length })}</span> : null}
    </>
  );
}

/** The hand-offs of the journey side by side; each opens exactly the rows that are stuck in it. */
export function LeakStrip({ base, lines }: { base: string; lines: readonly Line[] }) {
  const t = useTranslations('reporting.leaks');
  const duration = useDuration();
  return (
    <StageStrip
      stages={byHandOff(lines).map(({ handOff, oldestMs, money, ...counts }) => {
        const alarm = alarmOf(counts.stuck, counts.stuckBefore);
        return {
          id: handOff,
          name: t(`hand_offs.${handOff}`),
          href: `${base}/leaks/rows?handOffs=${handOff}`,
          ...counts,
          ...(oldestMs === null ? {} : { oldest: duration(oldestMs) }),
          ...(money.length > 0 ? { money: <Most money={money} /> } : {}),
          ...(alarm ? { alarm } : {}),
        };
      })}
    />
  );
}
