'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { inWords } from '@/app/_domain/labels';
import { Loaded } from '@/app/_domain/loaded';
import { Section } from '@/app/_domain/section';
import { useTRPC } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { Money } from '@/app/_ui/money';
import { DueTime } from '@/app/_ui/time/relative-time';

/** What this person holds, what is due first comes first; a note that came with it is read in the queue. */
export function MyWork({ base }: { base: string }) {
  const t = useTranslations('desk.homePage');
  const trpc = useTRPC();
  const mine = useQuery(trpc.work.item.list.queryOptions({ view: 'mine', limit: 8 }));
  const queue = `${base}/work?view=mine`;
  return (
    <Section
      title={t('mine')}
      note={mine.data?.total ?? null}
      aside={
        <Link href={queue} className="text-primary hover:underline">
          {t('queue')}
        </Link>
      }
    >
      <Loaded query={mine}>
        {({ rows }) => (
          <ul className="divide-y">
            {rows.map((item) => (
              <li key={item.id}>
                <Link
                  href={`${queue}&row=${item.id}`}
                  className="flex flex-wrap items-center gap-x-3 px-4 py-2 outline-offset-[-2px] hover:bg-muted"
                >
                  <span className="min-w-0 flex-1 basis-64">
                    <span className="block break-words font-medium">{item.title}</span>
                    <span className="block text-muted-foreground text-xs">{inWords(item.kind)}</span>
                  </span>
                  {item.handoverNote && !item.isNoteRead ? <Badge tone="warning">{t('noteToRead')}</Badge> : null}
                  {item.stake ? <Money value={item.stake} /> : null}
                  {item.dueAt ? <DueTime at={item.dueAt} /> : null}
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Section>
  );
}
