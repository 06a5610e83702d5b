import type { Id } from '@/server/kernel/ids';
import { isPositive, type Money, minOf, negate, subtract } from '@/server/kernel/money';
import { type AccountRef, bank, debt, house, inTransit, type Owner, psp, trading, wallet } from './accounts';

/** `amount` leaves `debit` and reaches `credit`. With `hold`, it is taken out of what was held on the debited account. */
export type Transfer = {
  readonly debit: AccountRef;
  readonly credit: AccountRef;
  readonly amount: Money;
  /** What it is to a reader of the statement: `deposit`, `fee`, `swap`. */
  readonly code: string;
  readonly hold?: Id<'ledgerHold'>;
};

export type Placement = { readonly account: AccountRef; readonly amount: Money; readonly code: string };

/** What a recipe books: in one set, in this order: releases, transfers, new holds. */
export type Legs = {
  readonly recipe: string;
  readonly release?: readonly Id<'ledgerHold'>[];
  readonly transfers?: readonly Transfer[];
  readonly place?: readonly Placement[];
};

export type PostingSet = Legs & {
  /** Unique for good: posting it again answers with the first set; the same reference for other legs is refused. */
  readonly reference: string;
  readonly thread?: string;
  readonly client?: Id<'client'>;
  readonly memo?: string;
  /** When it happened, if not now. */
  readonly at?: Date;
};

export type Via = Owner & { readonly connection: string };
type Hold = Id<'ledgerHold'>;

const moves = (debit: AccountRef, credit: AccountRef, amount: Money, code: string, hold?: Hold): Transfer => ({
  debit,
  credit,
  amount,
  code,
  ...(hold ? { hold } : {}),
});

/** Only what is worth a row. */
const worth = (transfers: readonly Transfer[]) => transfers.filter((transfer) => isPositive(transfer.amount));

const clearing = (via: Via, amount: Money) => psp(via.entity, via.connection, 'clearing', amount.asset);
const payout = (via: Via, amount: Money) => psp(via.entity, via.connection, 'payout', amount.asset);

/** R1, R2: credited at approval, before the PSP has paid; a client fee comes off in the same set. */
export const depositApproved = (via: Via, amount: Money, fee?: Money): Legs => ({
  recipe: 'deposit.approved',
  transfers: worth([
    moves(clearing(via, amount), wallet(via, amount.asset), amount, 'deposit'),
    ...(fee ? [moves(wallet(via, fee.asset), house(via.entity, 'fees', fee.asset), fee, 'fee')] : []),
  ]),
});

/** R3: the PSP pays net of its fee and what it keeps in reserve; both are costs of the house, never client money. */
export const pspSettled = (
  { entity, connection }: Omit<Via, 'client'>,
  paid: { net: Money; fee: Money; reserve: Money },
): Legs => {
  const open = psp(entity, connection, 'clearing', paid.net.asset);
  return {
    recipe: 'psp.settled',
    transfers: worth([
      moves(bank(entity, 'client_seg', paid.net.asset), open, paid.net, 'psp_settlement'),
      moves(house(entity, 'psp_cost', paid.fee.asset), open, paid.fee, 'psp_fee'),
      moves(psp(entity, connection, 'reserve', paid.reserve.asset), open, paid.reserve, 'psp_reserve'),
    ]),
  };
};

/** R0: the house brings its own money into the client book, or takes out what is too much. */
export const clientBookToppedUp = (entity: Id<'entity'>, amount: Money): Legs => ({
  recipe: 'client_book.topped_up',
  transfers: [moves(bank(entity, 'client_seg', amount.asset), bank(entity, 'house', amount.asset), amount, 'top_up')],
});
export const clientBookSwept = (entity: Id<'entity'>, amount: Money): Legs => ({
  recipe: 'client_book.swept',
  transfers: [moves(bank(entity, 'house', amount.asset), bank(entity, 'client_seg', amount.asset), amount, 'sweep')],
});

export type Pocket = 'wallet' | 'in_transit';
const pocket = (owner: Owner, from: Pocket, amount: Money) =>
  from === 'wallet' ? wallet(owner, amount.asset) : inTransit(owner, amount.asset);

/** R5: held at request; from a trading account the money is in transit already and is held there. */
export const withdrawalRequested = (owner: Owner, amount: Money, from: Pocket = 'wallet'): Legs => ({
  recipe: 'withdrawal.requested',
  place: [{ account: pocket(owner, from, amount), amount, code: 'withdrawal' }],
});

/** R5: one leg leaves; the hold shrinks by it. */
export const withdrawalSent = (via: Via, amount: Money, hold: Hold, from: Pocket = 'wallet'): Legs => ({
  recipe: 'withdrawal.sent',
  transfers: [moves(pocket(via, from, amount), payout(via, amount), amount, 'withdrawal', hold)],
});

export const withdrawalSettled = (via: Via, amount: Money): Legs => ({
  recipe: 'withdrawal.settled',
  transfers: [moves(payout(via, amount), bank(via.entity, 'client_seg', amount.asset), amount, 'withdrawal_settled')],
});

/** R6 before anything was sent: rejected, cancelled or failed; the money is free again where it was held. */
export const withdrawalReleased = (hold: Hold): Legs => ({ recipe: 'withdrawal.released', release: [hold] });

/** R6 after it was sent: back into the pocket, and held again when another route will be tried. */
export const withdrawalFailed = (via: Via, amount: Money, to: Pocket = 'wallet', holdAgain = false): Legs => ({
  recipe: 'withdrawal.failed',
  transfers: [moves(payout(via, amount), pocket(via, to, amount), amount, 'withdrawal_failed')],
  ...(holdAgain ? { place: [{ account: pocket(via, to, amount), amount, code: 'withdrawal' }] } : {}),
});

/** R6 after it had settled: the bank sent it back, less what that cost the client. */
export const withdrawalReturned = (owner: Owner, amount: Money, fee?: Money, to: Pocket = 'wallet'): Legs => ({
  recipe: 'withdrawal.returned',
  transfers: worth([
    moves(bank(owner.entity, 'client_seg', amount.asset), pocket(owner, to, amount), amount, 'withdrawal_returned'),
    ...(fee ? [moves(wallet(owner, fee.asset), house(owner.entity, 'fees', fee.asset), fee, 'return_fee')] : []),
  ]),
});

/** R7: a refund of a deposit nets against the PSP's next payment to us. */
export const refundSent = (via: Via, amount: Money, hold: Hold, from: Pocket = 'wallet'): Legs => ({
  recipe: 'refund.sent',
  transfers: [moves(pocket(via, from, amount), clearing(via, amount), amount, 'refund', hold)],
});
export const refundFailed = (via: Via, amount: Money, to: Pocket = 'wallet', holdAgain = false): Legs => ({
  recipe: 'refund.failed',
  transfers: [moves(clearing(via, amount), pocket(via, to, amount), amount, 'refund_failed')],
  ...(holdAgain ? { place: [{ account: pocket(via, to, amount), amount, code: 'withdrawal' }] } : {}),
});

/** R8: the scheme takes the money back. The client owes it; what his wallet has (`available`) pays at once. */
export const chargebackOpened = (via: Via, amount: Money, fee: Money, available: Money): Legs => {
  const paid = minOf(available, amount);
  return {
    recipe: 'chargeback.opened',
    transfers: worth([
      moves(debt(via, amount.asset), clearing(via, amount), amount, 'chargeback'),
      moves(house(via.entity, 'chargeback_cost', fee.asset), clearing(via, fee), fee, 'chargeback_fee'),
      moves(wallet(via, amount.asset), debt(via, amount.asset), paid, 'chargeback_recovered'),
    ]),
  };
};

/** R9: won: the debt is gone first, the rest is the client's again. */
export const chargebackWon = (via: Via, amount: Money, owed: Money): Legs => {
  const settled = minOf(owed, amount);
  const rest = subtract(amount, settled);
  return {
    recipe: 'chargeback.won',
    transfers: worth([
      moves(clearing(via, amount), debt(via, amount.asset), settled, 'chargeback_won'),
      moves(clearing(via, amount), wallet(via, amount.asset), rest, 'chargeback_won'),
    ]),
  };
};

/** R8: what the wallet has got since pays the debt off. */
export const debtCollected = (owner: Owner, amount: Money): Legs => ({
  recipe: 'debt.collected',
  transfers: [moves(wallet(owner, amount.asset), debt(owner, amount.asset), amount, 'chargeback_recovered')],
});

/** R9: an appeal brings back what the house had written off already, and the fee a scheme returns. */
export const writtenOffRecovered = (via: Via, amount: Money): Legs => ({
  recipe: 'debt.recovered',
  transfers: worth([moves(clearing(via, amount), house(via.entity, 'bad_debt', amount.asset), amount, 'recovered')]),
});
export const chargebackFee = (via: Via, fee: Money): Legs => ({
  recipe: 'chargeback.fee',
  transfers: worth([moves(house(via.entity, 'chargeback_cost', fee.asset), clearing(via, fee), fee, 'chargeback_fee')]),
});
export const chargebackFeeReturned = (via: Via, fee: Money): Legs => ({
  recipe: 'chargeback.fee_returned',
  transfers: worth([moves(clearing(via, fee), house(via.entity, 'chargeback_cost', fee.asset), fee, 'chargeback_fee')]),
});

/** R9: what will not be recovered becomes a loss of the house; the verb that books it needs a second person. */
export const debtWrittenOff = (owner: Owner, amount: Money): Legs => ({
  recipe: 'debt.written_off',
  transfers: [moves(house(owner.entity, 'bad_debt', amount.asset), debt(owner, amount.asset), amount, 'written_off')],
});

/** R10: held until the platform has credited; released when it refuses, left alone while its answer is unknown. */
export const toTradingRequested = (owner: Owner, amount: Money): Legs => ({
  recipe: 'transfer.to_trading_requested',
  place: [{ account: wallet(owner, amount.asset), amount, code: 'transfer' }],
});
export const toTradingDone = (owner: Owner, login: string, amount: Money, hold: Hold): Legs => ({
  recipe: 'transfer.to_trading_done',
  transfers: [moves(wallet(owner, amount.asset), trading(owner, login, amount.asset), amount, 'transfer', hold)],
});
export const toTradingFailed = (hold: Hold): Legs => ({ recipe: 'transfer.to_trading_failed', release: [hold] });

/** The platform has debited: the money is the client's and in transit, or straight in the wallet. */
export const fromTrading = (owner: Owner, login: string, amount: Money, to: Pocket): Legs => ({
  recipe: 'transfer.from_trading',
  transfers: [moves(trading(owner, login, amount.asset), pocket(owner, to, amount), amount, 'transfer')],
});

/** A withdrawal that came from a trading account goes back there when it is rejected, cancelled or fails. */
export const backToTrading = (owner: Owner, login: string, amount: Money, hold?: Hold): Legs => ({
  recipe: 'transfer.back_to_trading',
  transfers: [moves(inTransit(owner, amount.asset), trading(owner, login, amount.asset), amount, 'transfer', hold)],
});

/** What is left in transit becomes wallet money, when the platform account it came from is gone. */
export const transitToWallet = (owner: Owner, amount: Money, hold?: Hold): Legs => ({
  recipe: 'transfer.transit_to_wallet',
  transfers: [moves(inTransit(owner, amount.asset), wallet(owner, amount.asset), amount, 'transfer', hold)],
});

export type TradingResult = { readonly profit: Money; readonly swap: Money; readonly commission: Money };

/** What deals did to a balance, as the platform signs it: negative takes from the client. */
export const tradingBooked = (owner: Owner, login: string, results: readonly TradingResult[]): Legs => ({
  recipe: 'trading.booked',
  transfers: results.flatMap((result) => [
    ...signed(owner, login, 'trading_result', result.profit, 'profit'),
    ...signed(owner, login, 'swap', result.swap, 'swap'),
    ...signed(owner, login, 'commission', result.commission, 'commission'),
  ]),
});

function signed(
  owner: Owner,
  login: string,
  kind: 'trading_result' | 'swap' | 'commission' | 'bad_debt' | 'adjustment' | 'credit',
  amount: Money,
  code: string,
): Transfer[] {
  if (amount.minor === 0n) return [];
  const [account, counter] = [trading(owner, login, amount.asset), house(owner.entity, kind, amount.asset)];
  return [isPositive(amount) ? moves(counter, account, amount, code) : moves(account, counter, negate(amount), code)];
}

/** Negative balance protection: the house covers what a gap took below zero. */
export const negativeBalanceCovered = (owner: Owner, login: string, shortfall: Money): Legs => ({
  recipe: 'trading.negative_balance_covered',
  transfers: signed(owner, login, 'bad_debt', shortfall, 'negative_balance_protection'),
});

/** A balance operation on the platform that no verb of ours asked for: booked as it is seen, looked into afterwards. */
export const foreignOperation = (owner: Owner, login: string, amount: Money): Legs => ({
  recipe: 'trading.foreign_operation',
  transfers: signed(owner, login, 'adjustment', amount, 'foreign_operation'),
});

/** R11: two legs through the house's position in each currency; the markup is income of the house. */
export const exchanged = (owner: Owner, sold: Money, bought: Money, markup?: Money): Legs => ({
  recipe: 'fx.exchanged',
  transfers: worth([
    moves(wallet(owner, sold.asset), house(owner.entity, 'fx', sold.asset), sold, 'fx_sold'),
    moves(house(owner.entity, 'fx', bought.asset), wallet(owner, bought.asset), bought, 'fx_bought'),
    ...(markup
      ? [
          moves(
            house(owner.entity, 'fx', markup.asset),
            house(owner.entity, 'fx_markup', markup.asset),
            markup,
            'fx_markup',
          ),
        ]
      : []),
  ]),
});

/** Several recipes as one set: they stand or fall together. */
export const together = (recipe: string, ...parts: readonly Legs[]): Legs => ({
  recipe,
  release: parts.flatMap((part) => part.release ?? []),
  transfers: parts.flatMap((part) => part.transfers ?? []),
  place: parts.flatMap((part) => part.place ?? []),
});
