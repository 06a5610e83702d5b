import type { Id } from '@/server/kernel/ids';
import { add, isPositive, type Money, minOf, subtract, zero } from '@/server/kernel/money';

/** A charge that money can still go back to. */
export type Returnable = {
  readonly connectionId: Id<'connection'>;
  readonly chargeId: string;
  readonly attemptId: Id<'attempt'>;
  readonly instrumentId: Id<'instrument'> | null;
  readonly left: Money;
  readonly at: Date;
  readonly refundWindowDays: number;
};

export type PlannedLeg =
  | { readonly kind: 'refund'; readonly amount: Money; readonly to: Returnable }
  | { readonly kind: 'bank'; readonly amount: Money };

export type LegPlan = {
  readonly legs: readonly PlannedLeg[];
  /** True when money must leave to a bank account that we do not have yet. */
  readonly needsBankAccount: boolean;
};

const dayMs = 86_400_000;

/**
 * Return to source: what came by card goes back to the same charges, oldest first, up to what is left of each and inside its
 * refund window; the rest (profit, and what can no longer be refunded) leaves to a verified own-name account.
 * Anti-money-laundering practice of card schemes and brokers' published policies (payments reference 6.2).
 */
export function planLegs(amount: Money, charges: readonly Returnable[], now: Date, hasBankAccount: boolean): LegPlan {
  const legs: PlannedLeg[] = [];
  let rest = amount;
  const usable = charges
    .filter((charge) => charge.left.asset === amount.asset && isPositive(charge.left))
    .filter((charge) => now.getTime() - charge.at.getTime() < charge.refundWindowDays * dayMs)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.chargeId < b.chargeId ? -1 : 1));
  for (const charge of usable) {
    if (!isPositive(rest)) break;
    const part = minOf(rest, charge.left);
    legs.push({ kind: 'refund', amount: part, to: charge });
    rest = subtract(rest, part);
  }
  if (isPositive(rest)) legs.push({ kind: 'bank', amount: rest });
  return { legs, needsBankAccount: isPositive(rest) && !hasBankAccount };
}

export const sumOf = (asset: string, amounts: readonly Money[]): Money => amounts.reduce(add, zero(asset));
