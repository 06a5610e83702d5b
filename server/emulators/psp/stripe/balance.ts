import type * as stripe from './objects';
import { newRow, type Scope, schedule, update } from './world';

const day = 86_400;

export const feeOf = (scope: Scope, amount: number): number =>
  Math.round((amount * scope.account.feeBps) / 10_000) + scope.account.feeFixed;

type Movement = {
  readonly type: stripe.BalanceTransaction['type'];
  readonly category: string;
  readonly amount: number;
  readonly fee: number;
  readonly currency: string;
  readonly source: string;
  readonly description: string | null;
  /** Who stands on the other side: `cards`, or the merchant's own bank for payouts. */
  readonly against: string;
};

/** The only way money moves in this vendor: one line for the merchant and entries that sum to zero over all parties. */
export function move(scope: Scope, movement: Movement): stripe.BalanceTransaction {
  const { amount, fee, currency } = movement;
  const instant = movement.type !== 'charge';
  const line: stripe.BalanceTransaction = {
    id: scope.id('txn'),
    object: 'balance_transaction',
    amount,
    available_on: instant ? scope.now() : Math.ceil((scope.now() + 2 * day) / day) * day,
    balance_type: 'payments',
    created: scope.now(),
    currency,
    description: movement.description,
    exchange_rate: null,
    fee,
    fee_details:
      fee === 0
        ? []
        : [{ amount: fee, application: null, currency, description: 'Stripe processing fees', type: 'stripe_fee' }],
    net: amount - fee,
    reporting_category: movement.category,
    source: movement.source,
    status: instant ? 'available' : 'pending',
    type: movement.type,
  };
  newRow(scope, scope.tables.balance_transaction, line, { payout: null });
  if (!instant) schedule(scope, 'balance.available', line.id, line.available_on - scope.now());
  const legs: ReadonlyArray<readonly [string, number]> = [
    [movement.against, -amount],
    [`merchant:${scope.account.id}`, amount - fee],
    ['fees', fee],
  ];
  for (const [index, [party, signed]] of legs.entries()) {
    const id = `${line.id}:${index}`;
    scope.tables.entry.put(id, { id, party, currency, amount: signed });
  }
  return line;
}

export function makeAvailable(scope: Scope, id: string): void {
  update(scope, scope.tables.balance_transaction, id, { status: 'available' });
}

export function balanceOf(scope: Scope): { available: Map<string, number>; pending: Map<string, number> } {
  const sums = { available: new Map<string, number>(), pending: new Map<string, number>() };
  for (const row of scope.tables.balance_transaction.values()) {
    if (row.account !== scope.account.id) continue;
    const side = sums[row.object.status];
    side.set(row.object.currency, (side.get(row.object.currency) ?? 0) + row.object.net);
  }
  return sums;
}
