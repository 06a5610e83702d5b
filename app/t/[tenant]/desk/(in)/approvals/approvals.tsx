'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { DecideApproval } from '@/app/_domain/decide-approval';
import { useTRPC } from '@/app/_trpc/client';
import { Money } from '@/app/_ui/money';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { Panel } from '@/app/_ui/panel';
import { Skeleton } from '@/app/_ui/skeleton';
import { EmptyState } from '@/app/_ui/states';
import { DueTime, RelativeTime } from '@/app/_ui/time/relative-time';

/** What waits for a second person, each with who asked, what is at stake and how long it stands. */
export function Approvals() {
  const t = useTranslations('desk.approvals');
  const trpc = useTRPC();
  const list = useQuery(trpc.work.approval.list.queryOptions({ states: ['waiting'], limit: 100 }));
  return (
    <>
      <PageHeader title={t('title')} state={list.data ? t('count', { count: list.data.rows.length }) : null} />
      <PageBody>
        {list.data ? (
          <Panel>
            {list.data.rows.length === 0 ? (
              <EmptyState title={t('empty')} />
            ) : (
              <ul className="divide-y">
                {list.data.rows.map((row) => (
                  <li key={row.id} className="flex flex-wrap items-center gap-3 px-4 py-3">
                    <div className="min-w-0 flex-1 basis-80">
                      <p className="font-medium">{row.summary}</p>
                      <p className="text-muted-foreground text-xs">
                        {t('asked', { name: row.requestedBy })} <RelativeTime at={row.createdAt} /> ·{' '}
                        {t('have', { have: row.approvals, needed: row.needed })}
                      </p>
                    </div>
                    {row.stake ? <Money value={row.stake} /> : null}
                    <DueTime at={row.expiresAt} />
                    {row.mayDecide ? (
                      <DecideApproval id={row.id} />
                    ) : (
                      <span className="text-subtle text-xs">{row.isMine ? t('own') : t('notYours')}</span>
                    )}
                  </li>
                ))}
              </ul>
            )}
          </Panel>
        ) : (
          <Skeleton className="h-64" />
        )}
      </PageBody>
    </>
  );
}
