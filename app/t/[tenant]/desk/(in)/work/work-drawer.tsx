'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { inWords, toneOf } from '@/app/_domain/labels';
import { Loaded } from '@/app/_domain/loaded';
import { useMay } from '@/app/_domain/may';
import { Presence } from '@/app/_domain/presence';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { DrawerBody, DrawerFooter, DrawerHeader, DrawerSection } from '@/app/_ui/drawer';
import { Facts } from '@/app/_ui/figures';
import { Money } from '@/app/_ui/money';
import { DueTime, RelativeTime } from '@/app/_ui/time/relative-time';
import type { Id } from '@/server/kernel/ids';
import { placeOfObject } from '../places';
import { Clock, useWorkingTime } from './clock';
import { HandOverForm } from './hand-over-form';
import { PauseForm } from './pause-form';
import { SnoozeForm } from './snooze-form';
import { hasUnreadNote, useWorkActs, type WorkRow } from './use-work-acts';

/** One item: what it is about, who holds it, the note it came with, and what can be done with it. */
export function WorkDrawer({ id, base, onClose }: { id: Id<'workItem'>; base: string; onClose: () => void }) {
  const t = useTranslations('reporting.work');
  const trpc = useTRPC();
  const may = useMay();
  const item = useQuery(trpc.work.item.get.queryOptions({ itemId: id }));
  const row = item.data;
  return (
    <>
      <DrawerHeader
        title={row?.title ?? '…'}
        badge={row && row.state !== 'open' ? <Badge tone={toneOf(row.state)}>{inWords(row.state)}</Badge> : null}
        onClose={onClose}
      >
        {row ? (
          <>
            {inWords(row.kind)} <RelativeTime at={row.createdAt} zone="entity" />
            {row.dueAt ? <DueTime at={row.dueAt} /> : null}
            {row.isBroken ? <Badge tone="destructive">{t('broken')}</Badge> : null}
          </>
        ) : null}
      </DrawerHeader>
      <DrawerBody>
        <Loaded query={item}>
          {(detail) => (
            <>
              <DrawerSection className="empty:hidden">
                <Presence objectId={id} />
              </DrawerSection>
              <Note row={detail} />
              <DrawerSection>
                <About row={detail} base={base} />
              </DrawerSection>
              <Clock itemId={id} />
            </>
          )}
        </Loaded>
      </DrawerBody>
      {row && row.state !== 'closed' && may('work.item.claim') ? (
        <DrawerFooter>
          {hasUnreadNote(row) ? <p className="text-muted-foreground text-xs">{t('noteFirst')}</p> : <Acts row={row} />}
        </DrawerFooter>
      ) : null}
    </>
  );
}

function About({ row, base }: { row: WorkRow; base: string }) {
  const t = useTranslations('reporting.work');
  const place = placeOfObject(base, row);
  const workingTime = useWorkingTime();
  return (
    <>
      <Facts
        facts={[
          { label: t('team'), value: inWords(row.team) },
          { label: t('holder'), value: row.assignee?.name ?? t('nobody') },
          { label: t('waitsOn'), value: inWords(row.waitingOn) },
          ...(row.stake ? [{ label: t('stake'), value: <Money value={row.stake} /> }] : []),
          ...(row.minutesLeft === null
            ? []
            : [{ label: t('promise'), value: t('left', { time: workingTime(row.minutesLeft) }) }]),
          ...(row.snoozedUntil
            ? [
                {
                  label: row.state === 'paused' ? t('until') : t('snoozedUntil'),
                  value: <RelativeTime at={row.snoozedUntil} zone="entity" />,
                },
              ]
            : []),
        ]}
      />
      {row.snoozeReason ? <p className="mt-3 break-words text-muted-foreground">{row.snoozeReason}</p> : null}
      {place ? (
        <Link href={place} className="mt-3 inline-block text-primary hover:underline">
          {t('open')}
        </Link>
      ) : null}
    </>
  );
}

/** Left by whoever had it before; until it is read the item stands still. */
function Note({ row }: { row: WorkRow }) {
  const t = useTranslations('reporting.work');
  const { readNote } = useWorkActs();
  if (!row.handoverNote) return null;
  return (
    <DrawerSection title={t('noteTitle')}>
      <p className="whitespace-pre-wrap break-words rounded-md border bg-muted px-3 py-2">{row.handoverNote}</p>
      {row.isNoteRead ? null : (
        <Button variant="primary" className="mt-2" onClick={() => void readNote(row)}>
          {t('noteRead')}
        </Button>
      )}
    </DrawerSection>
  );
}

function Acts({ row }: { row: WorkRow }) {
  const t = useTranslations('reporting.work');
  const api = useTRPCClient();
  const { inDialog } = useAct();
  const { claim, release, resume } = useWorkActs();
  if (row.state === 'paused')
    return (
      <Button variant="primary" onClick={() => void resume(row)}>
        {t('resume')}
      </Button>
    );
  return (
    <div className="flex flex-wrap gap-2">
      {row.state === 'escalated' ? null : (
        <Confirm
          trigger={<Button>{t('escalate')}</Button>}
          title={t('escalateTitle')}
          consequence={t('escalateBody', { team: inWords(row.team) })}
          confirmLabel={t('escalate')}
          tone="primary"
          reason="required"
          onConfirm={(reason) =>
            inDialog(() => api.work.item.escalate.mutate({ itemId: row.id, reason }), t('escalated'))
          }
        />
      )}
      {row.state === 'escalated' || row.state === 'snoozed' ? null : <SnoozeForm row={row} />}
      {row.state === 'snoozed' ? null : <PauseForm row={row} />}
      <HandOverForm row={row} />
      {row.assignee ? <Button onClick={() => void release(row)}>{t('release')}</Button> : null}
      {row.state === 'claimed' ? null : (
        <Button variant="primary" onClick={() => void claim(row)}>
          {t('claim')}
        </Button>
      )}
    </div>
  );
}
