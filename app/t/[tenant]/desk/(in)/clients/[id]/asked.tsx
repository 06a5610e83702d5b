'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { inWords } from '@/app/_domain/labels';
import { Section } from '@/app/_domain/section';
import { useTRPC } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { EmptyState } from '@/app/_ui/states';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { Id } from '@/server/kernel/ids';

const tone = { open: 'pending', done: 'success', refused: 'destructive', withdrawn: 'neutral' } as const;
const threadTone = { waiting: 'warning', answered: 'success', closed: 'neutral' } as const;

/** What he wrote and asked for, newest first, each with its page. */
export function Asked({ clientId, base }: { clientId: Id<'client'>; base: string }) {
  const t = useTranslations('support.requests');
  const list = useTranslations('support.list');
  const trpc = useTRPC();
  const newest = { clientId, limit: 20, direction: 'desc' } as const;
  const requests = useQuery({
    ...trpc.support.requests.list.queryOptions({ ...newest, sort: 'openedAt' }),
    retry: false,
  });
  const threads = useQuery({
    ...trpc.support.conversations.list.queryOptions({ ...newest, sort: 'lastMessageAt' }),
    retry: false,
  });
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <Section title={t('ofClient')} note={requests.data ? String(requests.data.rows.length) : null}>
        {requests.data?.rows.length === 0 ? <EmptyState title={t('ofClientNone')} /> : null}
        <ul className="divide-y">
          {requests.data?.rows.map((row) => (
            <li key={row.id} className="flex items-center gap-3 px-4 py-2">
              <Link className="min-w-0 flex-1 text-primary hover:underline" href={`${base}/support/requests/${row.id}`}>
                {t(`kind.${row.kind}`)}
              </Link>
              <Badge tone={tone[row.state]}>{t(`stateName.${row.state}`)}</Badge>
              <RelativeTime at={row.openedAt} className="text-muted-foreground text-xs" />
            </li>
          ))}
        </ul>
      </Section>
      <Section title={list('title')} note={threads.data ? String(threads.data.rows.length) : null}>
        {threads.data?.rows.length === 0 ? <EmptyState title={t('ofClientNone')} /> : null}
        <ul className="divide-y">
          {threads.data?.rows.map((row) => (
            <li key={row.id} className="flex items-center gap-3 px-4 py-2">
              <Link className="min-w-0 flex-1 text-primary hover:underline" href={`${base}/support/${row.id}`}>
                {inWords(row.topic)}
              </Link>
              <Badge tone={threadTone[row.state]}>{list(`stateName.${row.state}`)}</Badge>
              <RelativeTime at={row.lastMessageAt} className="text-muted-foreground text-xs" />
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}
