import { accountState } from './accounts';
import { type Core, groupOf, userOf } from './core';
import { book } from './dealing';
import { minorOf, pow10 } from './money';
import { type Deal, dealActions, Retcode, reasons, type User } from './types';

const LIMIT = 1_000_000_000n;
const COMMENT_MAX = 31;

export type MoneyPosting = {
  readonly action: number;
  readonly amount: bigint;
  readonly comment: string;
  readonly atUtcMs?: number;
};

export function postMoney(core: Core, user: User, posting: MoneyPosting): Deal {
  const group = groupOf(core, user);
  return book(core, user, {
    timeMsc: core.time.wallMs(posting.atUtcMs),
    order: 0,
    action: posting.action,
    entry: 0,
    reason: posting.action === dealActions.soCompensation ? reasons.stopOut : reasons.dealer,
    digits: 0,
    digitsCurrency: group.currencyDigits,
    contractSize: 0,
    symbol: '',
    pricePoints: 0,
    volumeExt: 0,
    volumeClosedExt: 0,
    profit: posting.amount,
    storage: 0n,
    commission: 0n,
    rateProfit: '0',
    rateMargin: '0',
    positionId: 0,
    pricePositionPoints: 0,
    bidPoints: 0,
    askPoints: 0,
    // 32 characters with the terminator; a longer text is cut without a word.
    comment: posting.comment.slice(0, COMMENT_MAX),
  });
}

export type BalanceRequest = {
  readonly login: number;
  readonly type: number;
  readonly amount: string;
  readonly comment: string;
  readonly checkMargin: boolean;
};

/** `trade/balance`: what it refuses follows the notes of the vendor's page. */
export function balanceOperation(core: Core, request: BalanceRequest): Deal {
  if (![2, 3, 4, 5, 6].includes(request.type)) throw new Retcode(3);
  const user = userOf(core, request.login);
  const { currencyDigits } = groupOf(core, user);
  const amount = minorOf(request.amount, currencyDigits);
  if (amount === null || amount === 0n) throw new Retcode(3);
  const size = amount < 0n ? -amount : amount;
  if (size > LIMIT * pow10(currencyDigits)) throw new Retcode(4005);
  const isCredit = request.type === dealActions.credit || request.type === dealActions.bonus;
  if (amount < 0n && isCredit && size > user.credit) throw new Retcode(10019);
  if (amount < 0n && !isCredit) {
    if (size > user.balance) throw new Retcode(10019);
    if (request.checkMargin && size > accountState(core, user).marginFree) throw new Retcode(10019);
  }
  return postMoney(core, user, { action: request.type, amount, comment: request.comment });
}

/** Balance and credit as the deals of the account say; the answer of `check_balance`. */
export function balanceByHistory(core: Core, login: number): { balance: bigint; credit: bigint } {
  const sums = { balance: 0n, credit: 0n };
  for (const deal of core.book.dealsOf(login)) {
    const amount = deal.profit + deal.storage + deal.commission;
    if (deal.action === dealActions.credit || deal.action === dealActions.bonus) sums.credit += amount;
    else sums.balance += amount;
  }
  return sums;
}
