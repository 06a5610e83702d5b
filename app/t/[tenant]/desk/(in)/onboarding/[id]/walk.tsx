'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { Kbd } from '@/app/_ui/kbd';
import { useKeys } from '@/app/_ui/keys/use-keys';
import type { Id } from '@/server/kernel/ids';
import { walkInput } from '../spec';

/** Through the queue without going back to it: k before, j after, n the next that nobody has taken. */
export function Walk({ id, base }: { id: Id<'application'>; base: string }) {
  const t = useTranslations('operations.review');
  const trpc = useTRPC();
  const router = useRouter();
  const { data } = useQuery(trpc.onboarding.applications.list.queryOptions(walkInput));
  const rows = data?.rows ?? [];
  const at = rows.findIndex((row) => row.id === id);
  const before = at > 0 ? rows[at - 1] : undefined;
  const after = rows[at + 1];
  const rest = [...rows.slice(at + 1), ...rows.slice(0, Math.max(0, at))];
  const next = rest.find((row) => row.id !== id && (!row.work?.assignee || row.work.isMine));
  const go = (row: { id: string } | undefined) => {
    if (row) router.push(`${base}/${row.id}`);
  };
  useKeys('drawer', [
    { keys: 'k', label: t('previous'), run: () => go(before) },
    { keys: 'j', label: t('following'), run: () => go(after) },
    { keys: 'n', label: t('next'), run: () => go(next) },
  ]);
  if (rows.length === 0) return null;
  return (
    <nav
      aria-label={t('walk')}
      className="-mt-2 flex flex-wrap items-center gap-2 px-6 pb-4 text-muted-foreground text-xs max-sm:px-4"
    >
      <span>{at >= 0 ? t('place', { at: at + 1, of: rows.length }) : t('waiting', { count: rows.length })}</span>
      <Button size="sm" disabled={!before} onClick={() => go(before)}>
        {t('previous')} <Kbd>k</Kbd>
      </Button>
      <Button size="sm" disabled={!after} onClick={() => go(after)}>
        {t('following')} <Kbd>j</Kbd>
      </Button>
      <Button size="sm" disabled={!next} onClick={() => go(next)}>
        {t('next')} <Kbd>n</Kbd>
      </Button>
    </nav>
  );
}
