'use client';

import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { useTRPC } from '@/app/_trpc/client';
import type { MoneyValue } from '@/app/_ui/money';
import type { ClientMoney as MoneyShape } from '@/server/modules/ledger/contract';
import type { AccountRow } from '@/server/modules/trading/contract';
import { usePlace } from './portal-place';

type ClientMoney = z.output<typeof MoneyShape>;

export function useMoney() {
  const trpc = useTRPC();
  const { clientId } = usePlace();
  return useQuery(trpc.ledger.ofClient.queryOptions({ clientId }));
}

/** Wallets with the client's own currency first; an empty wallet of it when there is none yet. */
export function walletsOf(money: ClientMoney, currency: string) {
  const wallets = money.accounts
    .filter(({ kind }) => kind === 'wallet')
    .sort((a, b) => Number(b.asset === currency) - Number(a.asset === currency) || a.asset.localeCompare(b.asset));
  const none = { minor: 0n, asset: currency };
  return wallets.length > 0
    ? wallets.map(({ id, available, held, posted }) => ({ id, available, held, posted }))
    : [{ id: null, available: none, held: none, posted: none }];
}

type Valued = Pick<AccountRow, 'login' | 'equity'>;

/** Money on trading accounts with what open positions gain or lose; as the books know it while no platform has answered. */
export function tradingOf(money: ClientMoney, accounts: readonly Valued[] = []): MoneyValue[] {
  return money.accounts
    .filter(({ kind }) => kind.startsWith('trading:'))
    .map(({ kind, posted }) => accounts.find(({ login }) => `trading:${login}` === kind)?.equity ?? posted);
}

/** One sum per currency: amounts of different currencies are never added. */
export function sumsOf(amounts: readonly MoneyValue[]): MoneyValue[] {
  const sums = new Map<string, bigint>();
  for (const { asset, minor } of amounts) sums.set(asset, (sums.get(asset) ?? 0n) + minor);
  return [...sums].map(([asset, minor]) => ({ asset, minor }));
}
