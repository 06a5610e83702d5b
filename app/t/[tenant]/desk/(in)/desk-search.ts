'use client';

import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { useTRPCClient } from '@/app/_trpc/client';
import type { PaletteHit, PaletteSearch } from '@/app/_ui/palette-search';

const perKind = 6;
const none = () => ({ rows: [] });

/** One box: clients by name, number or e-mail, and trading accounts by login. What a person may not list answers nothing. */
export function useDeskSearch(base: string): PaletteSearch {
  const t = useTranslations('desk.search');
  const api = useTRPCClient();
  return useCallback(
    async (query, signal) => {
      const isLogin = /^\d{3,20}$/.test(query);
      const [clients, accounts] = await Promise.all([
        api.clients.list.query({ search: query, limit: perKind }, { signal }).catch(none),
        isLogin ? api.trading.accounts.list.query({ login: query, limit: perKind }, { signal }).catch(none) : none(),
      ]);
      return [
        ...accounts.rows.map(
          (row): PaletteHit => ({
            id: row.id,
            kind: t('account'),
            title: row.login ?? row.offerName,
            note: `${row.clientName}, ${row.clientNumber}`,
            href: `${base}/trading/accounts/${row.id}`,
          }),
        ),
        ...clients.rows.map(
          (row): PaletteHit => ({
            id: row.id,
            kind: t('client'),
            title: row.name,
            note: [row.number, row.email, row.brand].filter(Boolean).join(', '),
            href: `${base}/clients/${row.id}`,
          }),
        ),
      ];
    },
    [api, base, t],
  );
}
