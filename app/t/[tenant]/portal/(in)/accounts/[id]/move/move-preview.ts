import type { MoneyValue } from '@/app/_ui/money';

export type Direction = 'to_account' | 'to_wallet';
export type Before = {
  wallet: MoneyValue;
  account: MoneyValue;
  freeMargin: MoneyValue | null;
  margin: MoneyValue | null;
};
export type After = { wallet: MoneyValue; account: MoneyValue; freeMargin: MoneyValue | null; isTight: boolean };

const plus = (value: MoneyValue, minor: bigint): MoneyValue => ({ asset: value.asset, minor: value.minor + minor });

/** What stands where afterwards. Tight: what is left free is less than what open positions tie up. */
export function afterMove(before: Before, direction: Direction, amount: MoneyValue): After {
  const inward = direction === 'to_account' ? amount.minor : -amount.minor;
  const freeMargin = before.freeMargin ? plus(before.freeMargin, inward) : null;
  const tied = before.margin?.minor ?? 0n;
  return {
    wallet: plus(before.wallet, -inward),
    account: plus(before.account, inward),
    freeMargin,
    isTight: direction === 'to_wallet' && tied > 0n && freeMargin !== null && freeMargin.minor < tied,
  };
}

/** How much may be moved at most: what lies in the wallet, or what open positions leave free. */
export const freeFor = (before: Before, direction: Direction): MoneyValue =>
  direction === 'to_account' ? before.wallet : (before.freeMargin ?? before.account);
