'use client';

import { skipToken, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/app/_trpc/client';
import { Card, CardHeader } from '@/app/_ui/panel';
import { SkeletonRows } from '@/app/_ui/skeleton';
import { EmptyState } from '@/app/_ui/states';
import type { Id } from '@/server/kernel/ids';
import { MovementRow } from './movements';
import { FailedCard } from './portal-page';
import { usePlace } from './portal-place';

type Props = {
  /** null: there is no wallet yet; undefined: not known yet. */
  wallet: Id<'ledgerAccount'> | null | undefined;
  className?: string;
};

/** The newest bookings of a wallet, and the way to all of them. */
export function LastMovements({ wallet, className }: Props) {
  const t = useTranslations('portal.home');
  const trpc = useTRPC();
  const { base } = usePlace();
  const entries = useQuery(trpc.ledger.statement.queryOptions(wallet ? { accountId: wallet, limit: 3 } : skipToken));
  if (entries.error) return <FailedCard error={entries.error} retry={() => void entries.refetch()} />;
  return (
    <Card {...(className ? { className } : {})}>
      <CardHeader
        title={t('movements')}
        aside={
          <Link href={`${base}/history`} className="inline-flex min-h-11 items-center font-medium text-primary">
            {t('history')}
          </Link>
        }
      />
      {wallet !== null && entries.isPending ? <SkeletonRows rows={3} /> : null}
      {entries.data?.rows.map((entry) => (
        <MovementRow key={`${entry.setId}/${entry.n}`} entry={entry} />
      ))}
      {wallet === null || entries.data?.rows.length === 0 ? (
        <EmptyState title={t('noMovements')}>{t('noMovementsBody')}</EmptyState>
      ) : null}
    </Card>
  );
}
