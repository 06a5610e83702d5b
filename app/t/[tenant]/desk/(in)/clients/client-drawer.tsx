'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Loaded } from '@/app/_domain/loaded';
import { useTRPC } from '@/app/_trpc/client';
import { buttonStyle } from '@/app/_ui/button';
import { DrawerBody, DrawerFooter, DrawerHeader } from '@/app/_ui/drawer';
import type { Id } from '@/server/kernel/ids';
import { ClientBadges, ClientFacts } from './[id]/client-header';
import { Holds } from './[id]/holds';
import { Journey } from './[id]/journey';

/** The client beside a table: the same head as on his page, so that nobody has to leave the row. */
export function ClientDrawer({ id, base, onClose }: { id: Id<'client'>; base: string; onClose: () => void }) {
  const t = useTranslations('desk.client');
  const trpc = useTRPC();
  const client = useQuery(trpc.clients.read.queryOptions({ id }));
  return (
    <>
      <DrawerHeader title={<bdi>{client.data?.name ?? '…'}</bdi>} onClose={onClose}>
        {client.data ? <ClientBadges client={client.data} /> : null}
      </DrawerHeader>
      <DrawerBody className="flex flex-col gap-5 py-4">
        <Loaded query={client}>
          {(row) => (
            <>
              <ClientFacts client={row} isNarrow />
              <Journey facets={row.facets} capabilities={row.capabilities} />
              <Holds client={row} />
            </>
          )}
        </Loaded>
      </DrawerBody>
      <DrawerFooter>
        <Link href={`${base}/clients/${id}`} className={buttonStyle({ variant: 'primary' })}>
          {t('openPage')}
        </Link>
      </DrawerFooter>
    </>
  );
}
