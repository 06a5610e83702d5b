'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMay } from '@/app/_domain/may';
import { useTRPC } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import type { Id } from '@/server/kernel/ids';
import { ReassignDialog } from '../../../clients/reassign-dialog';

/** Before somebody leaves: all his clients to others. Those who are left go by the rules when he does. */
export function HandOver({ userId }: { userId: Id<'user'> }) {
  const t = useTranslations('settings.staff');
  const trpc = useTRPC();
  const may = useMay();
  const [open, setOpen] = useState(false);
  const loads = useQuery({ ...trpc.clients.owners.loads.queryOptions({}), retry: false });
  const count = loads.data?.rows.find((row) => row.ownerId === userId)?.clients ?? 0;
  if (count === 0 || !may('clients.owner.reassign')) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('handOver', { count })}</Button>
      {open ? <ReassignDialog of={{ filter: { ownerId: userId } }} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
