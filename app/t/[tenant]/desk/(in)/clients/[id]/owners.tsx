'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { inWords } from '@/app/_domain/labels';
import { Loaded } from '@/app/_domain/loaded';
import { Section } from '@/app/_domain/section';
import { useTRPC } from '@/app/_trpc/client';
import { EmptyState } from '@/app/_ui/states';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { Id } from '@/server/kernel/ids';

/** Who looks after the client, and who did before, each with why. */
export function Owners({ clientId }: { clientId: Id<'client'> }) {
  const t = useTranslations('desk.client');
  const trpc = useTRPC();
  const history = useQuery(trpc.clients.owners.history.queryOptions({ clientId }));
  return (
    <Section title={t('owners')}>
      <Loaded query={history} rows={2}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={t('noOwners')} />
          ) : (
            <ol className="divide-y">
              {rows.map((row) => (
                <li key={row.id} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 px-4 py-2">
                  <span className={row.until ? 'text-muted-foreground' : 'font-medium'}>
                    <bdi>{[row.owner, row.team ?? row.desk].filter(Boolean).join(', ') || t('noOwners')}</bdi>
                  </span>
                  <span className="text-muted-foreground text-xs">
                    <RelativeTime at={row.since} />
                  </span>
                  <span className="col-span-2 text-muted-foreground text-xs">
                    {inWords(row.how)}: {row.reason} · {row.setBy}
                  </span>
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </Section>
  );
}
