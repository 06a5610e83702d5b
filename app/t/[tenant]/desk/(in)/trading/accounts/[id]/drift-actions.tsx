'use client';

import { useTranslations } from 'next-intl';
import { inWords } from '@/app/_domain/labels';
import { NotYours, useMay } from '@/app/_domain/may';
import { useAct } from '@/app/_domain/use-act';
import { useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Button } from '@/app/_ui/button';
import type { AccountDetail } from '@/server/modules/trading/contract';
import { TolerateForm } from './tolerate-form';

/** Three honest ways out of a difference: ours becomes theirs, theirs becomes ours, or it stays and we know it. */
export function DriftActions({ row }: { row: AccountDetail }) {
  const t = useTranslations('operations.account');
  const api = useTRPCClient();
  const { inDialog } = useAct();
  const may = useMay();
  const { id } = row;
  const change = (from: AccountDetail['decided'] | null, to: AccountDetail['decided'] | null) =>
    row.driftFields
      .map((name) => name as keyof AccountDetail['decided']) // the fields of a drift are terms
      .map((name) => `${inWords(name).toLowerCase()} ${from?.[name] ?? '—'} → ${to?.[name] ?? '—'}`)
      .join(', ');
  const ways = [
    {
      key: 'adopt',
      verb: 'trading.drift.adopt',
      run: (reason: string) => api.trading.drift.adopt.mutate({ id, reason }),
      consequence: t('adoptBody', { change: change(row.decided, row.observed) }),
    },
    {
      key: 'revert',
      verb: 'trading.drift.revert',
      run: (reason: string) => api.trading.drift.revert.mutate({ id, reason }),
      consequence: t('revertBody', { change: change(row.observed, row.decided) }),
    },
  ] as const;
  const possible = ways.filter((way) => may(way.verb));
  const mayTolerate = may('trading.drift.tolerate');
  if (possible.length === 0 && !mayTolerate) return <NotYours>{t('whoDrift')}</NotYours>;
  return (
    <span className="flex flex-wrap gap-2">
      {mayTolerate ? <TolerateForm row={row} /> : null}
      {possible.map((way) => (
        <Confirm
          key={way.key}
          trigger={
            <Button size="sm" variant={way.key === 'revert' ? 'primary' : 'default'}>
              {t(way.key)}
            </Button>
          }
          title={t(`${way.key}Title`, { login: row.login ?? '' })}
          consequence={way.consequence}
          confirmLabel={t(way.key)}
          tone="primary"
          reason="required"
          onConfirm={(reason) => inDialog(() => way.run(reason), t(`${way.key}Done`))}
        />
      ))}
    </span>
  );
}
