import type { Clock } from '@/server/kernel/clock';
import { parseDecimal } from '@/server/kernel/decimal';
import { toServerEpochMs } from '@/server/kernel/server-time';
import {
  type AccountRef,
  type BalanceOperation,
  type BalanceOperationKind,
  type OpLookup,
  type OpResult,
  PlatformFailure,
} from '@/server/modules/trading/ports';
import type { Mt5Accounts } from './accounts';
import type { Mt5Client } from './client';
import type { Mt5Config } from './config';
import { dealsFrom } from './map';
import { decimalText, recordOf, recordsOf } from './record';
import { refusal } from './retcodes';
import { commentFor, operationTag } from './tag';
import { earliestWallMs } from './wall';

/** Deal action of `trade/balance` and the sign its amount gets; null: the caller's sign stands. */
const postings: Readonly<Record<BalanceOperationKind, readonly [type: number, sign: 1 | -1 | null]>> = {
  deposit: [2, 1],
  withdraw: [2, -1],
  credit_in: [3, 1],
  credit_out: [3, -1],
  charge: [4, null],
  correction: [5, null],
  bonus: [6, null],
};

/** Clocks differ and a commit may be late: what we look for may carry a time a little before our own. */
const LOOK_BACK_MS = 15 * 60_000;
const LOOK_AHEAD_MS = 24 * 3_600_000;

export class Mt5Money {
  constructor(
    private readonly client: Mt5Client,
    private readonly accounts: Mt5Accounts,
    private readonly config: Mt5Config,
    private readonly clock: Clock,
  ) {}

  async post(operation: BalanceOperation): Promise<OpResult> {
    try {
      if (operation.attemptedSince !== undefined) {
        const earlier = await this.find(operation.opId, operation.account, operation.attemptedSince);
        if (earlier.found) return { status: 'duplicate', platformRef: earlier.platformRef, at: earlier.at };
      }
      const query = await this.#queryOf(operation);
      const { answer } = await this.client.write('/api/trade/balance', query);
      const platformRef = decimalText(recordOf(answer, 'balance operation'), 'Ticket');
      return { status: 'applied', platformRef, at: this.clock.now().toISOString() };
    } catch (failure) {
      if (!(failure instanceof PlatformFailure)) throw failure;
      return { status: failure.error.outcomeKnown ? 'rejected' : 'unknown', error: failure.error };
    }
  }

  async #queryOf(operation: BalanceOperation): Promise<Record<string, string | number>> {
    const { account, kind, amount, checkMargin } = operation;
    const group = await this.accounts.currencyOf(account.login);
    if (group.currency !== amount.currency) throw refusal('validation', `the account is in ${group.currency}`);
    const value = parseDecimal(amount.amount);
    const [type, sign] = postings[kind];
    if (value.decimalPlaces() > group.currencyDigits) throw refusal('validation', 'finer than the currency');
    if (value.isZero() || (sign !== null && value.isNegative()))
      throw refusal('validation', 'the amount must be positive');
    return {
      login: account.login,
      type,
      balance: value.mul(sign ?? 1).toFixed(group.currencyDigits),
      comment: commentFor(operation.opId, operation.attempt, operation.comment),
      check_margin: checkMargin ? '1' : '0',
    };
  }

  /** `trade/balance` has no key of its own: our key in the comment is the only thread back to a lost reply. */
  async find(opId: string, { login }: AccountRef, since: string): Promise<OpLookup> {
    const { serverTime } = this.config;
    const seconds = (ms: number) => Math.floor(ms / 1000);
    const from = seconds(earliestWallMs(new Date(Date.parse(since) - LOOK_BACK_MS), serverTime));
    const to = seconds(toServerEpochMs(new Date(this.clock.now().getTime() + LOOK_AHEAD_MS), serverTime));
    const { answer } = await this.client.read('/api/deal/get_batch', { login, from, to });
    const tag = operationTag(opId);
    const [first, ...extra] = dealsFrom(recordsOf(answer, 'deals'), serverTime)
      .filter((deal) => deal.tag === tag && isPosting(deal.action))
      .sort((a, b) => Number(a.rawTimeMs) - Number(b.rawTimeMs));
    if (!first) return { found: false };
    const extraRefs = extra.map(({ ticket }) => ticket);
    return { found: true, platformRef: first.ticket, at: first.at, amount: first.profit, extraRefs };
  }
}

const isPosting = (action: string): boolean => ['balance', 'credit', 'charge', 'correction', 'bonus'].includes(action);
