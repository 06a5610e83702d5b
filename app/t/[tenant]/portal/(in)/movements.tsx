'use client';

import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import type { z } from 'zod';
import { Money } from '@/app/_ui/money';
import { ListRow } from '@/app/_ui/panel';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { Entry } from '@/server/modules/ledger/contract';

export type Movement = z.output<typeof Entry>;

/** What a booking was, in words: transfers by their direction and account, the rest by their code. */
export function useMovementTitle(): (entry: Pick<Movement, 'code' | 'counter' | 'amount'>) => string {
  const t = useTranslations('portal.movement');
  return useCallback(
    ({ code, counter, amount }) => {
      if (code === 'transfer' && counter.startsWith('trading:')) {
        const login = counter.slice('trading:'.length);
        return amount.minor < 0n ? t('toAccount', { login }) : t('fromAccount', { login });
      }
      // Codes are an open set (each recipe brings its own), so the key is checked at run time.
      const key = code as Parameters<typeof t>[0];
      return t.has(key) ? t(key as 'other') : t('other');
    },
    [t],
  );
}

export function MovementRow({ entry }: { entry: Movement }) {
  const titleOf = useMovementTitle();
  return (
    <ListRow
      className="[&:nth-child(2)]:border-t"
      title={<span className="font-normal">{titleOf(entry)}</span>}
      note={<RelativeTime at={entry.at} style="date-time" />}
      value={<Money value={entry.amount} sign="always" />}
    />
  );
}
