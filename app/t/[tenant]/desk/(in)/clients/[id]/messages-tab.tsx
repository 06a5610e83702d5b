'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { inWords } from '@/app/_domain/labels';
import { Loaded } from '@/app/_domain/loaded';
import { Section } from '@/app/_domain/section';
import { useTRPC } from '@/app/_trpc/client';
import { Badge, type Tone } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { EmptyState } from '@/app/_ui/states';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { Id } from '@/server/kernel/ids';
import type { MessageView } from '@/server/modules/notifications/contract';

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
    <Loaded query={messages} rows={8}>
      {({ rows, nextCursor }) => (
        <Section title={t('title')}>
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
        </div>
      </details>
    </li>
  );
}
