import type { Id } from '@/server/kernel/ids';

export type Amounts = { readonly profit: bigint; readonly swap: bigint; readonly commission: bigint };
export const nothing: Amounts = { profit: 0n, swap: 0n, commission: 0n };
export const minus = (a: Amounts, b: Amounts): Amounts => ({
  profit: a.profit - b.profit,
  swap: a.swap - b.swap,
  commission: a.commission - b.commission,
});
export const sumOf = ({ profit, swap, commission }: Amounts): bigint => profit + swap + commission;

export type BookableDeal = {
  readonly ticket: string;
  readonly action: string;
  readonly deletedAt: Date | null;
  readonly profitMinor: bigint | null;
  readonly swapMinor: bigint | null;
  readonly commissionMinor: bigint | null;
};
export type TaggedOperation = {
  readonly id: Id<'balanceOperation'>;
  readonly accountId: Id<'tradingAccount'>;
  readonly kind: string;
  readonly state: string;
  readonly amountMinor: bigint;
  readonly platformRef: string | null;
};

type Known = { readonly target: Amounts; readonly operationId: Id<'balanceOperation'> | null };
/** What the books should hold of a deal, apart from what our own operations have booked themselves. */
export type Booking =
  | ({ readonly kind: 'result' | 'negative_balance' | 'none' } & Known)
  | ({ readonly kind: 'foreign'; readonly why: string; readonly isUrgent: boolean } & Known)
  /** Cannot be judged yet: our own operation is still in flight, or the amounts could not be read. */
  | { readonly kind: 'wait' };

/** A ticket is booked to its present worth: an edit books the difference, a deletion books it back. */
export function bookingOf(
  deal: BookableDeal,
  account: Id<'tradingAccount'>,
  operation: TaggedOperation | undefined,
): Booking {
  const { profitMinor, swapMinor, commissionMinor } = deal;
  if (profitMinor === null || swapMinor === null || commissionMinor === null) return { kind: 'wait' };
  const seen = { profit: profitMinor, swap: swapMinor, commission: commissionMinor };
  const target = deal.deletedAt ? nothing : seen;
  const total = (amounts: Amounts) => ({ ...nothing, profit: sumOf(amounts) });
  switch (deal.action) {
    case 'buy':
    case 'sell':
      return { kind: 'result', target, operationId: null };
    case 'commission':
    case 'agent':
      return { kind: 'result', target: { ...nothing, commission: sumOf(target) }, operationId: null };
    case 'interest':
      return { kind: 'result', target: { ...nothing, swap: sumOf(target) }, operationId: null };
    case 'dividend':
    case 'tax':
    case 'other':
      return { kind: 'result', target: total(target), operationId: null };
    case 'negative_balance_compensation':
      return { kind: 'negative_balance', target: total(target), operationId: null };
    case 'balance':
    case 'charge':
    case 'correction':
      return moneyDeal(deal, total(target), account, operation);
    default:
      // Credit and bonus are not the client's money, a cancelled deal is none.
      return { kind: 'none', target: nothing, operationId: null };
  }
}

function moneyDeal(
  deal: BookableDeal,
  target: Amounts,
  account: Id<'tradingAccount'>,
  operation: TaggedOperation | undefined,
): Booking {
  const foreign = (why: string, isUrgent: boolean, baseline = 0n): Booking => ({
    kind: 'foreign',
    why,
    isUrgent,
    target: { ...nothing, profit: target.profit - baseline },
    operationId: operation?.id ?? null,
  });
  if (!operation || operation.accountId !== account) return foreign('not asked for by us', false);
  if (['intent', 'sent', 'unknown'].includes(operation.state)) return { kind: 'wait' };
  if (operation.state === 'failed') return foreign('posted after we had given it up', true);
  if (operation.platformRef !== deal.ticket) return foreign('posted twice under one key', true);
  const ours = operation.kind === 'withdraw' ? -operation.amountMinor : operation.amountMinor;
  // Equal to ours it is worth nothing more, and an edit that was taken back is booked back.
  return foreign(deal.deletedAt ? 'our posting was deleted' : 'our posting was edited', true, ours);
}
