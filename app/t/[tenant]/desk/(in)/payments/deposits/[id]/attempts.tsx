'use client';

import { useTranslations } from 'next-intl';
import { inWords } from '@/app/_domain/labels';
import { CopyId } from '@/app/_ui/copy-id';
import { Money } from '@/app/_ui/money';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import { Timeline, type TimelineEntry } from '@/app/_ui/timeline';
import type { DepositDetail } from '@/server/modules/payments/deposit-contract';

type Attempt = DepositDetail['attempts'][number];
const tones: Record<string, TimelineEntry['tone']> = {
  approved: 'success',
  unknown: 'warning',
  declined_hard: 'destructive',
  declined_soft: 'destructive',
  declined_step_up: 'destructive',
  error_not_sent: 'destructive',
  expired: 'warning',
};

/** Each try at a PSP and each charge that came of it, newest first, with the ids to look for at the vendor. */
export function Attempts({ row }: { row: DepositDetail }) {
  const t = useTranslations('operations.deposit');
  const charges: (TimelineEntry & { at: Date })[] = row.charges.map((charge) => ({
    id: charge.id,
    at: charge.at,
    tone: charge.isSurplus ? 'warning' : 'success',
    what: t.rich(charge.isSurplus ? 'chargedTwice' : 'charged', { amount: () => <Money value={charge.received} /> }),
    actor: <CopyId value={charge.id} />,
    why:
      charge.refunded.minor > 0n ? t.rich('refunded', { amount: () => <Money value={charge.refunded} /> }) : undefined,
    when: <RelativeTime at={charge.at} zone="entity" style="date-time" />,
  }));
  const tries = row.attempts.map((attempt): TimelineEntry & { at: Date } => ({
    id: attempt.id,
    at: attempt.createdAt,
    tone: tones[attempt.outcome] ?? 'neutral',
    what: t('tried', { vendor: inWords(attempt.vendor), outcome: inWords(attempt.outcome).toLowerCase() }),
    actor: attempt.instrument,
    why: <Words attempt={attempt} />,
    when: <RelativeTime at={attempt.createdAt} zone="entity" style="date-time" />,
  }));
  const entries = [...charges, ...tries].sort((a, b) => b.at.getTime() - a.at.getTime());
  return (
    <div className="p-4">
      <Timeline entries={entries} />
    </div>
  );
}

function Words({ attempt }: { attempt: Attempt }) {
  const t = useTranslations('operations.deposit');
  return (
    <span className="flex flex-wrap gap-x-3">
      {attempt.problem ? <span className="text-destructive">{inWords(attempt.problem)}</span> : null}
      {attempt.pspId ? <CopyId value={attempt.pspId} /> : null}
      <span>{t('lookups', { count: attempt.lookups })}</span>
      {attempt.lookedUpAt ? (
        <span>
          {t('lastLook')} <RelativeTime at={attempt.lookedUpAt} zone="entity" />
        </span>
      ) : null}
      {attempt.expiresAt && !attempt.decidedAt ? (
        <span>
          {t('until')} <RelativeTime at={attempt.expiresAt} zone="entity" />
        </span>
      ) : null}
    </span>
  );
}
