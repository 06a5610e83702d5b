'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { parseAsString, useQueryState } from 'nuqs';
import { inWords } from '@/app/_domain/labels';
import { Loaded } from '@/app/_domain/loaded';
import { Section } from '@/app/_domain/section';
import { type Answers, useTRPC } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { cn } from '@/app/_ui/cn';
import { Money } from '@/app/_ui/money';
import { EmptyState } from '@/app/_ui/states';
import { DueTime, RelativeTime } from '@/app/_ui/time/relative-time';
import { placeOfObject } from '../places';
import { inboxInput } from './inbox-input';

type Kinds = Answers['work']['item']['counts']['byKind'];

/** The inbox by kind: what it is about, what is at stake, how old it is and until when. Who works in no team sees the house's. */
export function NeedsAttention({ base, kinds, view }: { base: string; kinds: Kinds; view: 'team' | 'all' }) {
  const t = useTranslations('desk.homePage');
  const trpc = useTRPC();
  const [kind, setKind] = useQueryState('kind', parseAsString);
  const work = useQuery(trpc.work.item.list.queryOptions(inboxInput(view === 'team', kind)));
  const open = kinds.filter((one) => one.open > 0).sort((a, b) => b.overdue - a.overdue || b.open - a.open);
  return (
    <Section title={t(view === 'team' ? 'needsYou' : 'needsHouse')}>
      {open.length > 1 ? (
        <div className="flex flex-wrap gap-2 border-b px-4 py-3">
          {open.map((one) => (
            <button
              key={one.kind}
              type="button"
              aria-pressed={kind === one.kind}
              onClick={() => void setKind(kind === one.kind ? null : one.kind)}
              className={cn(
                'inline-flex h-7 items-center gap-2 rounded-full border px-3 text-xs hover:bg-muted touch:h-(--hit)',
                kind === one.kind && 'border-primary bg-primary-muted text-primary',
              )}
            >
              {inWords(one.kind)} <span className="font-semibold tabular-nums">{one.open}</span>
              {one.overdue > 0 ? <Badge tone="destructive">{t('late', { count: one.overdue })}</Badge> : null}
            </button>
          ))}
        </div>
      ) : null}
      <Loaded query={work}>
        {({ rows }) =>
          rows.length === 0 ? (
            <EmptyState title={t('nothing')}>{t('nothingBody')}</EmptyState>
          ) : (
            <ul className="divide-y">
              {rows.map((item) => (
                <li key={item.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
                  <span className="min-w-0 flex-1 basis-64">
                    <Link
                      href={placeOfObject(base, item) ?? `${base}/home`}
                      className="block break-words font-medium hover:underline"
                    >
                      {item.title}
                    </Link>
                    <span className="block truncate text-muted-foreground text-xs">
                      {inWords(item.kind)} · {item.assignee?.name ?? t('nobody')} · <RelativeTime at={item.createdAt} />
                    </span>
                  </span>
                  {item.stake ? <Money value={item.stake} /> : null}
                  {item.dueAt ? <DueTime at={item.dueAt} /> : null}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}
