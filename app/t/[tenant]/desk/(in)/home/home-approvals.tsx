'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Section } from '@/app/_domain/section';
import { useTRPC } from '@/app/_trpc/client';
import { Money } from '@/app/_ui/money';
import { DueTime } from '@/app/_ui/time/relative-time';

const shown = 5;

/** Requests that wait for this person's vote; who may not read approvals is spared the room. */
export function HomeApprovals({ base }: { base: string }) {
  const t = useTranslations('desk.homePage');
  const trpc = useTRPC();
  const list = useQuery({
    ...trpc.work.approval.list.queryOptions({ states: ['waiting'], sort: 'createdAt', direction: 'asc', limit: 50 }),
    retry: false,
  });
  if (!list.data) return null;
  const rows = list.data.rows.filter((row) => row.mayDecide);
  return (
    <Section
      title={t('approvals')}
      note={rows.length > 0 ? rows.length : null}
      aside={
        <Link href={`${base}/approvals`} className="text-primary hover:underline">
          {t('allApprovals')}
        </Link>
      }
    >
      {rows.length === 0 ? <p className="px-4 py-3 text-muted-foreground text-xs">{t('noApprovals')}</p> : null}
      <ul className="divide-y">
        {rows.slice(0, shown).map((row) => (
          <li key={row.id}>
            <Link
              href={`${base}/approvals?row=${row.id}`}
              className="block px-4 py-2 outline-offset-[-2px] hover:bg-muted"
            >
              <span className="block break-words font-medium">{row.summary}</span>
              <span className="flex flex-wrap items-baseline gap-x-3 text-muted-foreground text-xs">
                <bdi className="flex-1">{row.requestedBy}</bdi>
                {row.stake ? <Money value={row.stake} /> : null}
                <DueTime at={row.expiresAt} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
