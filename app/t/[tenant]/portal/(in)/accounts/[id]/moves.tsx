'use client';

import { useTranslations } from 'next-intl';
import type { z } from 'zod';
import { Money } from '@/app/_ui/money';
import { Card, CardHeader } from '@/app/_ui/panel';
import { EmptyState } from '@/app/_ui/states';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { OperationView } from '@/server/modules/trading/contract';

type Operation = z.output<typeof OperationView>;
const inward: ReadonlySet<string> = new Set(['to_trading', 'back_to_trading', 'demo_funding']);

/** Money between wallet and platform. What the platform has not answered yet is said to be so. */
export function Moves({ operations }: { operations: readonly Operation[] }) {
  const t = useTranslations('portal.accounts.detail');
  return (
    <Card>
      <CardHeader title={t('moves')} />
      {operations.map(({ id, purpose, state, amount, createdAt, settledAt }) => {
        const [why, how] = [`purpose.${purpose}` as 'purpose.other', `moveState.${state}` as 'moveState.other']; // text on the wire
        const signed = inward.has(purpose) ? amount : { ...amount, minor: -amount.minor };
        return (
          <div key={id} className="border-t px-4 py-3 sm:px-6" aria-busy={settledAt === null || undefined}>
            <div className="flex justify-between gap-4">
              <span className="font-medium">{t.has(why) ? t(why) : t('purpose.other')}</span>
              <Money value={signed} sign="always" />
            </div>
            <p className="text-muted-foreground text-sm">
              {t.has(how) ? t(how) : t('moveState.other')} {state === 'failed' ? t('notDone') : null}{' '}
              <span className="whitespace-nowrap">
                <RelativeTime at={settledAt ?? createdAt} style="date-time" />
              </span>
            </p>
          </div>
        );
      })}
      {operations.length === 0 ? <EmptyState title={t('noMoves')}>{t('noMovesBody')}</EmptyState> : null}
    </Card>
  );
}
