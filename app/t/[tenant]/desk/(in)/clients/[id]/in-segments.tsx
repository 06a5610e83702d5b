'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Section } from '@/app/_domain/section';
import { useTRPC } from '@/app/_trpc/client';
import { EmptyState } from '@/app/_ui/states';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { Id } from '@/server/kernel/ids';

/** Where the house counts him in, since when. Not shown to who may not know of segments. */
export function InSegments({ clientId, base }: { clientId: Id<'client'>; base: string }) {
  const t = useTranslations('engagement.segments');
  const trpc = useTRPC();
  const list = useQuery({ ...trpc.engagement.segments.ofClient.queryOptions({ clientId }), retry: false });
  if (!list.data) return null;
  const { rows } = list.data;
  return (
    <Section title={t('ofClient')} note={String(rows.length)}>
      {rows.length === 0 ? <EmptyState title={t('ofClientNone')} /> : null}
      <ul className="divide-y">
        {rows.map(({ id, name, since }) => (
          <li key={id} className="flex items-center gap-3 px-4 py-2">
            <Link className="min-w-0 flex-1 text-primary hover:underline" href={`${base}/segments/${id}`}>
              <bdi>{name}</bdi>
            </Link>
            <RelativeTime at={since} className="text-muted-foreground text-xs" />
          </li>
        ))}
      </ul>
    </Section>
  );
}
