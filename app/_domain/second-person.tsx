'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import { ApprovalVote } from './approval-vote';

type Props = { objectId: string; consequences?: { approve: string; reject: string } };

/** Requests about this object that wait for a second person: who asked for what, and the vote where it may be given. */
export function SecondPerson({ objectId, consequences }: Props) {
  const t = useTranslations('operations.secondPerson');
  const trpc = useTRPC();
  const waiting = useQuery({ ...trpc.work.approval.list.queryOptions({ objectId }), retry: false });
  return (waiting.data?.rows ?? []).map((row) => (
    <section
      key={row.id}
      aria-label={t('title')}
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md border border-pending-border bg-pending-muted px-4 py-3"
    >
      <Badge tone="pending">{t('have', { have: row.approvals, needed: row.needed })}</Badge>
      <div className="min-w-0 flex-1 basis-72">
        <p className="font-medium">{row.summary}</p>
        <p className="text-muted-foreground text-xs">
          {t('asked', { name: row.requestedBy })} <RelativeTime at={row.createdAt} zone="entity" />. {t('until')}{' '}
          <RelativeTime at={row.expiresAt} zone="entity" style="date-time" />.
        </p>
      </div>
      <ApprovalVote row={row} {...(consequences ? { consequences } : {})} />
    </section>
  ));
}
