'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronRight, MessageCircle } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { buttonStyle } from '@/app/_ui/button';
import { Card, CardBody, ListRow } from '@/app/_ui/panel';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import { FailedCard, LoadingCard, PortalPage } from '../portal-page';
import { usePlace } from '../portal-place';
import { threadsInput } from './threads-input';

/** What was asked and answered, newest first, and the way to ask again. */
export function Support() {
  const t = useTranslations('portal.support');
  const trpc = useTRPC();
  const { base } = usePlace();
  const list = useQuery(trpc.support.conversations.list.queryOptions(threadsInput));
  const rows = list.data?.rows;
  return (
    <PortalPage title={t('title')} lead={t('lead')}>
      <Link
        href={`${base}/support/new`}
        className={`${buttonStyle({ variant: 'primary' })} self-start max-[959px]:self-stretch`}
      >
        {t('new')}
      </Link>
      <Link href={`${base}/support/requests`} className="block">
        <Card className="hover:bg-muted">
          <ListRow
            title={t('requests')}
            note={t('requestsNote')}
            value={<ChevronRight size={18} className="text-muted-foreground rtl:-scale-x-100" aria-hidden />}
          />
        </Card>
      </Link>
      {list.error ? <FailedCard error={list.error} retry={() => void list.refetch()} /> : null}
      {!rows && !list.error ? <LoadingCard /> : null}
      {rows?.length === 0 ? (
        <Card>
          <CardBody className="flex items-center gap-3 text-muted-foreground">
            <MessageCircle size={20} aria-hidden /> {t('empty')}
          </CardBody>
        </Card>
      ) : null}
      {rows && rows.length > 0 ? (
        <Card>
          {rows.map((row) => (
            <Link
              key={row.id}
              href={`${base}/support/${row.id}`}
              className="block border-b last:border-b-0 hover:bg-muted"
            >
              <ListRow
                title={t(`topic.${row.topic}`)}
                note={t(`state.${row.state}`)}
                value={
                  row.isUnread ? (
                    <Badge tone="pending">{t('unread')}</Badge>
                  ) : (
                    <RelativeTime at={row.lastMessageAt} zone="entity" />
                  )
                }
              />
            </Link>
          ))}
        </Card>
      ) : null}
    </PortalPage>
  );
}
