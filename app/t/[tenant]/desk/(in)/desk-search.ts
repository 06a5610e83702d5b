'use client';

import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { inWords } from '@/app/_domain/labels';
import { useTRPCClient } from '@/app/_trpc/client';
import { formatMinor } from '@/app/_ui/number';
import type { PaletteHit, PaletteSearch } from '@/app/_ui/palette-search';
import { exponentOf } from '@/server/kernel/amounts';
import type { Money } from '@/server/kernel/money';

const perKind = 6;
const none = () => ({ rows: [] });

const isLogin = (query: string) => /^\d{3,20}$/.test(query);
/** Our numbers, our ids and those of providers are one word with a digit in it; a name or an address is none. */
const isReference = (query: string) => /^(?=.*\d)[\w-]{3,255}$/.test(query);

const amountOf = ({ minor, asset }: Money) => `${formatMinor(minor, exponentOf(asset))} ${asset}`;

/**
 * One box: clients by name in any script, number, e-mail or phone, trading accounts by login, payments and chargebacks by our number or the
 * provider's reference. What a person may not list answers nothing.
 */
export function useDeskSearch(base: string): PaletteSearch {
  const t = useTranslations('desk.search');
  const api = useTRPCClient();
  return useCallback(
    async (query, signal) => {
      const payment = { reference: query, limit: perKind };
      const isNamed = isReference(query);
      const [clients, accounts, deposits, withdrawals, disputes] = await Promise.all([
        api.clients.search.query({ typed: query, limit: perKind }, { signal }).catch(() => []),
        isLogin(query)
          ? api.trading.accounts.list.query({ login: query, limit: perKind }, { signal }).catch(none)
          : none(),
        isNamed ? api.payments.deposits.list.query(payment, { signal }).catch(none) : none(),
        isNamed ? api.payments.withdrawals.list.query(payment, { signal }).catch(none) : none(),
        isNamed ? api.payments.disputes.list.query(payment, { signal }).catch(none) : none(),
      ]);
      const hits: PaletteHit[] = [];
      for (const row of accounts.rows)
        hits.push({
          id: row.id,
          kind: t('account'),
          title: row.login ?? row.offerName,
          note: `${row.clientName}, ${row.clientNumber}`,
          href: `${base}/trading/accounts/${row.id}`,
        });
      for (const row of deposits.rows)
        hits.push({
          id: row.id,
          kind: t('deposit'),
          title: row.number,
          note: [row.clientName, amountOf(row.requested), inWords(row.state)].join(', '),
          href: `${base}/payments/deposits/${row.id}`,
        });
      for (const row of withdrawals.rows)
        hits.push({
          id: row.id,
          kind: t('withdrawal'),
          title: row.number,
          note: [row.clientName, amountOf(row.amount), inWords(row.state)].join(', '),
          href: `${base}/payments/withdrawals/${row.id}`,
        });
      for (const row of disputes.rows)
        hits.push({
          id: row.id,
          kind: t('dispute'),
          title: row.depositNumber,
          note: [row.clientName, amountOf(row.amount), inWords(row.state)].join(', '),
          href: `${base}/payments/disputes/${row.id}`,
        });
      for (const row of clients)
        hits.push({
          id: row.id,
          kind: t('client'),
          title: row.name,
          note: [row.number, row.email, row.brand].filter(Boolean).join(', '),
          href: `${base}/clients/${row.id}`,
        });
      return hits;
    },
    [api, base, t],
  );
}
