import type { Money } from '@/server/kernel/money';
import type { AccountView } from '@/server/modules/ledger/contract';
import type { AccountRow } from '@/server/modules/trading/contract';

export type Sums = readonly Money[];

/** One amount per currency: amounts of two currencies are never one number here. */
function sum(amounts: readonly (Money | null)[], negative: readonly Money[] = []): Sums {
  const totals = new Map<string, bigint>();
  for (const amount of amounts) if (amount) totals.set(amount.asset, (totals.get(amount.asset) ?? 0n) + amount.minor);
  for (const { asset, minor } of negative) totals.set(asset, (totals.get(asset) ?? 0n) - minor);
  return [...totals].map(([asset, minor]) => ({ asset, minor })).sort((a, b) => a.asset.localeCompare(b.asset));
}

const lesser = (a: Money, b: Money): Money => (a.minor < b.minor ? a : b);

/** What may leave an account: not more than its balance, however well its positions stand, and nothing of a credit. */
function removable({ freeMargin, balance, environment }: AccountRow): Money | null {
  if (environment !== 'live' || !freeMargin || !balance) return null;
  const least = lesser(freeMargin, balance);
  return least.minor > 0n ? least : { ...least, minor: 0n };
}

type Facts = {
  ledger: readonly AccountView[];
  accounts: readonly AccountRow[];
  credited: Sums;
  paidOut: Sums;
  inFlight: Sums;
};

/** The five figures of a client: equity now, free to withdraw, net deposit, in flight, credit. */
export function clientFigures({ ledger, accounts, credited, paidOut, inFlight }: Facts) {
  const live = accounts.filter((account) => account.environment === 'live');
  const wallets = ledger.filter((account) => account.kind === 'wallet');
  return {
    equity: sum([...wallets.map(({ posted }) => posted), ...live.map(({ equity }) => equity)]),
    free: sum([...wallets.map(({ available }) => available), ...live.map(removable)]),
    netDeposit: sum(credited, paidOut),
    inFlight: sum(inFlight),
    credit: sum(live.map(({ credit }) => credit)),
  };
}
