'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Loaded } from '@/app/_domain/loaded';
import { useTRPC } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { cn } from '@/app/_ui/cn';
import { Panel } from '@/app/_ui/panel';
import { EmptyState } from '@/app/_ui/states';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { InboxItem } from '@/server/modules/notifications/contract';

/** What the bell shows; it follows the event stream like everything else. */
export function useInboxBell(base: string) {
  const t = useTranslations('common.inbox');
  const trpc = useTRPC();
  const { data } = useQuery(trpc.notifications.inbox.count.queryOptions({}));
  const unread = data?.unread ?? 0;
  return { href: `${base}/notifications`, label: t('open', { unread }), unread };
}

/** Everything this person was told inside the product, newest first; each leads to what it speaks of. */
export function Inbox({ base }: { base: string }) {
  const t = useTranslations('common.inbox');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const inbox = useQuery(trpc.notifications.inbox.read.queryOptions({}));
  const mark = useMutation(
    trpc.notifications.inbox.markRead.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.notifications.pathKey() }),
    }),
  );
  return (
    <Loaded query={inbox} rows={6}>
      {({ rows, unread }) =>
        rows.length === 0 ? (
          <Panel>
            <EmptyState title={t('none')}>{t('noneBody')}</EmptyState>
          </Panel>
        ) : (
          <>
            <div className="mb-2 flex justify-end">
              <Button disabled={unread === 0 || mark.isPending} onClick={() => mark.mutate({})}>
                {t('allRead')}
              </Button>
            </div>
            <Panel>
              <ul className="divide-y" data-live-hold>
                {rows.map((item) => (
                  <Item key={item.id} item={item} base={base} onOpen={() => mark.mutate({ ids: [item.id] })} />
                ))}
              </ul>
            </Panel>
          </>
        )
      }
    </Loaded>
  );
}

function Item({ item, base, onOpen }: { item: InboxItem; base: string; onOpen: () => void }) {
  const t = useTranslations('common.inbox');
  const isUnread = item.readAt === null;
  return (
    <li>
      <Link
        href={`${base}${item.path}`}
        {...(isUnread ? { onClick: onOpen } : {})}
        className="grid grid-cols-[10px_minmax(0,1fr)_auto] items-baseline gap-x-3 px-4 py-3 hover:bg-muted"
      >
        <span className={cn('size-1.5 self-center rounded-full', isUnread && 'bg-primary')}>
          {isUnread ? <span className="sr-only">{t('unread')}</span> : null}
        </span>
        <bdi className={cn('min-w-0', isUnread && 'font-semibold')}>{item.subject}</bdi>
        <span className="text-muted-foreground text-xs">
          <RelativeTime at={item.at} zone="entity" />
        </span>
        <span className="col-start-2 text-muted-foreground text-sm">
          {item.lines.map((line) => (
            <bdi key={line} className="block">
              {line}
            </bdi>
          ))}
        </span>
      </Link>
    </li>
  );
}
