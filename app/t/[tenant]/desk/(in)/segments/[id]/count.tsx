'use client';

import { useTranslations } from 'next-intl';
import { useCallback, useRef, useState } from 'react';
import { useAct } from '@/app/_domain/use-act';
import { type Answers, useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import type { Conditions } from '@/server/modules/engagement/conditions-contract';

type Part = Answers['engagement']['segments']['preview'];
export type Counted = { matched: number; looked: number; sample: Part['sample']; isDone: boolean };

/** All clients in parts, so that a million of them are counted while one watches. */
export function useCount() {
  const api = useTRPCClient();
  const { atOnce } = useAct();
  const [count, setCount] = useState<Counted | null>(null);
  const turn = useRef(0);
  const reset = useCallback(() => {
    turn.current += 1;
    setCount(null);
  }, []);
  const run = useCallback(
    (conditions: Conditions) => {
      reset();
      const mine = turn.current;
      return atOnce(async () => {
        let sum: Counted = { matched: 0, looked: 0, sample: [], isDone: false };
        for (let after: Part['next'] = null; !sum.isDone; ) {
          const part: Part = await api.engagement.segments.preview.query({ conditions, after });
          if (turn.current !== mine) return;
          sum = {
            matched: sum.matched + part.matched,
            looked: sum.looked + part.looked,
            sample: [...part.sample, ...sum.sample].slice(0, 5),
            isDone: part.next === null,
          };
          after = part.next;
          setCount(sum);
        }
      });
    },
    [api, atOnce, reset],
  );
  return { count, run, reset };
}

type Props = { count: Counted | null; isFit: boolean; onRun: () => void };

export function Count({ count, isFit, onRun }: Props) {
  const t = useTranslations('engagement.segments');
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button disabled={!isFit} onClick={onRun}>
        {t('count')}
      </Button>
      <p aria-live="polite" className="min-w-0 text-muted-foreground [&_b]:text-foreground">
        {!isFit
          ? t('invalid')
          : !count
            ? t('countedHint')
            : count.isDone
              ? t.rich('counted', { matched: count.matched, looked: count.looked, b: (text) => <b>{text}</b> })
              : t('counting', { matched: count.matched, looked: count.looked })}{' '}
        {count?.sample.length ? (
          <span className="text-xs">
            {count.sample.map(({ number, name }) => `${name} (${number})`).join(', ')}
            {count.matched > count.sample.length ? ' …' : ''}
          </span>
        ) : null}
      </p>
    </div>
  );
}
