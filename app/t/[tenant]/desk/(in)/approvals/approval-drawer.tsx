'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { ApprovalVote } from '@/app/_domain/approval-vote';
import { inWords, toneOf } from '@/app/_domain/labels';
import { Loaded } from '@/app/_domain/loaded';
import { Presence } from '@/app/_domain/presence';
import { type Answers, useTRPC } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { DrawerBody, DrawerFooter, DrawerHeader, DrawerSection } from '@/app/_ui/drawer';
import { Money } from '@/app/_ui/money';
import { DueTime, RelativeTime } from '@/app/_ui/time/relative-time';
import { Timeline } from '@/app/_ui/timeline';
import type { Id } from '@/server/kernel/ids';
import { placeOfObject } from '../places';
import { CheckAgain } from './check-again';

type Detail = Answers['work']['approval']['get'];

/** One request: what it was asked with, who has voted, and the vote itself. */
export function ApprovalDrawer({ id, base, onClose }: { id: Id<'approval'>; base: string; onClose: () => void }) {
  const trpc = useTRPC();
  const request = useQuery(trpc.work.approval.get.queryOptions({ approvalId: id }));
  const row = request.data;
  return (
    <>
      <DrawerHeader
        title={row?.stake ? <Money value={row.stake} /> : (row && inWords(row.object.type)) || '…'}
        badge={row && row.state !== 'waiting' ? <Badge tone={toneOf(row.state)}>{inWords(row.state)}</Badge> : null}
        onClose={onClose}
      >
        {row ? (
          <>
            <bdi>{row.requestedBy}</bdi> <RelativeTime at={row.createdAt} zone="entity" />
            {row.state === 'waiting' ? <DueTime at={row.expiresAt} /> : null}
          </>
        ) : null}
      </DrawerHeader>
      <DrawerBody>
        <DrawerSection className="empty:hidden">
          <Presence objectId={id} />
        </DrawerSection>
        <Loaded query={request}>{(detail) => <Told detail={detail} base={base} />}</Loaded>
      </DrawerBody>
      {row?.state === 'waiting' ? (
        <DrawerFooter>
          <ApprovalVote row={row} />
        </DrawerFooter>
      ) : null}
    </>
  );
}

function Told({ detail, base }: { detail: Detail; base: string }) {
  const t = useTranslations('desk.approvals');
  const href = placeOfObject(base, detail);
  return (
    <>
      <DrawerSection>
        <p className="font-medium">{detail.summary}</p>
        {href ? (
          <Link href={href} className="text-primary hover:underline">
            {t('about')}
          </Link>
        ) : null}
      </DrawerSection>
      <DrawerSection title={t('checks')} aside={detail.state === 'waiting' ? <CheckAgain id={detail.id} /> : null}>
        <dl className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-4 gap-y-1">
          {[...detail.checks, { name: t('rule'), value: detail.policyVersion }].map(({ name, value }) => (
            <div key={name} className="col-span-2 grid grid-cols-subgrid">
              <dt className="text-muted-foreground">{inWords(name)}</dt>
              <dd className="break-words text-end">{value}</dd>
            </div>
          ))}
        </dl>
      </DrawerSection>
      <DrawerSection
        title={t('votes')}
        aside={<span className="text-muted-foreground text-xs">{`${detail.approvals} / ${detail.needed}`}</span>}
      >
        {detail.votes.length === 0 ? <p className="text-muted-foreground">{t('noVotes')}</p> : null}
        <Timeline
          entries={detail.votes.map((vote) => ({
            id: vote.userId,
            tone: vote.decision === 'approve' ? 'success' : 'destructive',
            what: vote.onBehalfOf
              ? t('votedFor', { decision: vote.decision, name: vote.name, other: vote.onBehalfOf })
              : t('voted', { decision: vote.decision, name: vote.name }),
            why: vote.comment ?? undefined,
            when: <RelativeTime at={vote.at} zone="entity" />,
          }))}
        />
      </DrawerSection>
      {detail.stateReason ? <DrawerSection title={t('ended')}>{inWords(detail.stateReason)}</DrawerSection> : null}
    </>
  );
}
