'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/app/_trpc/client';
import { Skeleton } from '@/app/_ui/skeleton';
import { LeakStrip } from '../leaks/leak-strip';
import { isLine } from '../leaks/sums';

/** The leak board as the first thing of the day; who sees none of it is spared the room. */
export function HomeLeaks({ base }: { base: string }) {
  const t = useTranslations('reporting.leaks');
  const trpc = useTRPC();
  const board = useQuery({ ...trpc.reporting.leaks.board.queryOptions({}), retry: false, refetchInterval: 60_000 });
  const lines = board.data?.lines.filter(isLine) ?? [];
  if (board.error || (board.data && lines.length === 0)) return null;
  return (
    <section>
      <div className="mb-2 flex items-baseline gap-2">
        <h2 className="font-semibold">{t('handOffs')}</h2>
        <span className="text-muted-foreground text-xs max-sm:hidden">{t('handOffsNote')}</span>
        <Link href={`${base}/leaks`} className="ms-auto text-primary text-xs hover:underline">
          {t('open')}
        </Link>
      </div>
      {board.data ? <LeakStrip base={base} lines={lines} /> : <Skeleton className="h-44 rounded-md" />}
    </section>
  );
}
