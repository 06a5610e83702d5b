'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { inWords } from '@/app/_domain/labels';
import { LiftSuppression } from '@/app/_domain/lift-suppression';
import { Loaded } from '@/app/_domain/loaded';
import { useMay } from '@/app/_domain/may';
import { Section } from '@/app/_domain/section';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Badge, type Tone } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { EmptyState } from '@/app/_ui/states';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { Id } from '@/server/kernel/ids';
import type { MessageView } from '@/server/modules/notifications/contract';
import { Marketing } from './marketing';

const step = 40;
const most = 200;
const tones: Partial<Record<MessageView['state'], Tone>> = {
  queued: 'pending',
  failed: 'destructive',
  bounced: 'destructive',
  suppressed: 'warning',
};

/** Who was told what, when, in which words. */
export function MessagesTab({ clientId }: { clientId: Id<'client'> }) {
  const t = useTranslations('desk.client.told');
  const trpc = useTRPC();
  const [limit, setLimit] = useState(step);
  const messages = useQuery(
    trpc.notifications.messages.list.queryOptions({ clientId, limit }, { placeholderData: keepPreviousData }),
  );
  return (
    <div className="flex flex-col gap-6">
      <Loaded query={messages} rows={8}>
        {({ rows, nextCursor }) => (
          <Section title={t('title')}>
            <Blocked clientId={clientId} />
            {rows.length === 0 ? <EmptyState title={t('none')}>{t('noneBody')}</EmptyState> : null}
            <ul className="divide-y" data-live-hold>
              {rows.map((row) => (
                <Told key={row.id} row={row} />
              ))}
            </ul>
            {nextCursor && limit < most ? (
              <div className="border-t p-2 text-center">
                <Button variant="ghost" onClick={() => setLimit(Math.min(most, limit + step))}>
                  {t('older')}
                </Button>
              </div>
            ) : null}
          </Section>
        )}
      </Loaded>
      <Marketing clientId={clientId} />
    </div>
  );
}

function Told({ row }: { row: MessageView }) {
  const t = useTranslations('desk.client.told');
  const where = [
    inWords(row.channel),
    row.to ? t('to', { to: row.to }) : null,
    row.readAt ? t('read') : null,
    row.wordsVersion > 0 ? t('version', { version: row.wordsVersion }) : null,
  ];
  return (
    <li>
      <details className="group">
        <summary className="grid cursor-pointer grid-cols-[minmax(0,1fr)_auto] gap-x-3 px-4 py-2 hover:bg-muted">
          <span className="min-w-0">
            <span className="font-medium">{row.title}</span>{' '}
            <Badge tone={tones[row.state] ?? 'neutral'}>{inWords(row.state)}</Badge>
          </span>
          <span className="text-end text-muted-foreground">
            <RelativeTime at={row.at} zone="entity" />
          </span>
          <span className="min-w-0 truncate text-muted-foreground text-xs">
            {where.filter((word) => word !== null).join(' · ')}
          </span>
        </summary>
        <div lang={row.language} dir={row.language === 'ar' ? 'rtl' : 'ltr'} className="px-4 pb-3">
          {row.words ? (
            <>
              <p className="font-medium">{row.words.subject}</p>
              {row.words.lines.map((line) => (
                <p key={line} className="text-muted-foreground">
                  {line}
                </p>
              ))}
            </>
          ) : (
            <p className="text-muted-foreground">{t(row.isErased ? 'erased' : 'hidden')}</p>
          )}
          {row.problem ? <p className="mt-1 text-destructive text-xs">{row.problem}</p> : null}
          {row.isResendable ? <SendAgain id={row.id} /> : null}
        </div>
      </details>
    </li>
  );
}

function SendAgain({ id }: { id: MessageView['id'] }) {
  const t = useTranslations('desk.client.told');
  const may = useMay();
  const api = useTRPCClient();
  const { inDialog } = useAct();
  if (!may('notifications.message.resend')) return null;
  return (
    <Confirm
      trigger={
        <Button size="sm" className="mt-2">
          {t('again')}
        </Button>
      }
      title={t('againTitle')}
      consequence={t('againBody')}
      confirmLabel={t('again')}
      tone="primary"
      onConfirm={() => inDialog(() => api.notifications.messages.resend.mutate({ id }), t('sentAgain'))}
    />
  );
}

/** Where this client is not written to any more, and why. */
function Blocked({ clientId }: { clientId: Id<'client'> }) {
  const t = useTranslations('desk.client.told');
  const words = useTranslations('desk.suppressed');
  const trpc = useTRPC();
  const list = useQuery(trpc.notifications.suppressions.list.queryOptions({ clientId }));
  const rows = list.data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <div className="border-b bg-warning-muted px-4 py-2">
      <p className="font-medium text-warning">{t('blocked', { count: rows.length })}</p>
      {rows.map((row) => (
        <div key={row.id} className="flex flex-wrap items-center gap-2 py-1">
          <bdi className="font-medium">{row.address ?? words('erased')}</bdi>
          <span className="text-muted-foreground text-xs">
            {[words(`reasons.${row.reason}`), row.detail].filter(Boolean).join(': ')}
          </span>
          <RelativeTime at={row.at} zone="entity" />
          <span className="ms-auto">
            <LiftSuppression row={row} />
          </span>
        </div>
      ))}
    </div>
  );
}
