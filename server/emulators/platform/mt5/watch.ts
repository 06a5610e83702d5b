import type { Tick } from '../../market/market';
import { accountState, mark } from './accounts';
import { postMoney } from './balance';
import { type Core, groupOf, groupQuote, userOf } from './core';
import { closePosition } from './dealing';
import { minorText } from './money';
import { dealActions, type Position, reasons, tradeFlagBits, type User } from './types';

/** How far every price of an account may move before its level has to be computed again. */
type Slack = { readonly user: User; readonly share: number; readonly from: Map<string, number> };

/** What the server does by itself when a price changes: take profits and losses, then stop out who has too little left. */
export class Watch {
  readonly #slack = new Map<number, Slack>();

  constructor(private readonly core: Core) {}

  /** Nights change what accounts owe without any deal. */
  forget(): void {
    this.#slack.clear();
  }

  onTick(tick: Tick): void {
    for (const login of new Set(this.core.book.holders(tick.symbol))) {
      this.#stopsOf(login, tick);
      if (this.#isNear(login, tick)) this.#recheck(login, tick.at);
    }
  }

  #stopsOf(login: number, tick: Tick): void {
    for (const position of this.core.book.positionsOf(login)) {
      if (position.symbol !== tick.symbol || (position.slPoints === 0 && position.tpPoints === 0)) continue;
      const group = groupOf(this.core, userOf(this.core, login));
      const shown = groupQuote(this.core, this.core.catalog.effective(group, position.symbol));
      if (shown) stopOrTake(this.core, position, position.action === 0 ? shown.bidPoints : shown.askPoints, tick.at);
    }
  }

  /** Exact levels are costly; an account whose prices moved less than half of what it can bear needs none. */
  #isNear(login: number, tick: Tick): boolean {
    const slack = this.#slack.get(login);
    const from = slack?.from.get(tick.symbol);
    if (!slack || from === undefined || slack.user !== this.core.book.users.get(login)) return true;
    return Math.abs(tick.bidPoints / from - 1) > slack.share / 2;
  }

  #recheck(login: number, atUtcMs: number): void {
    stopOut(this.core, login, atUtcMs);
    const user = userOf(this.core, login);
    const { equity, margin } = accountState(this.core, user);
    const group = groupOf(this.core, user);
    const positions = this.core.book.positionsOf(login);
    const exposure = positions.reduce((sum, position) => sum + Number(position.marginBase), 0);
    const surplus = Number(equity) - (Number(margin) * group.marginStopOutE2) / 10_000;
    const from = new Map(positions.map(({ symbol }) => [symbol, this.core.quote(symbol)?.bidPoints ?? 0]));
    this.#slack.set(login, { user, share: exposure > 0 ? Math.max(0, surplus / exposure) : 0, from });
  }
}

function stopOrTake(core: Core, position: Position, points: number, atUtcMs: number): void {
  const long = position.action === 0;
  const { slPoints, tpPoints } = position;
  const stopped = slPoints > 0 && (long ? points <= slPoints : points >= slPoints);
  const taken = tpPoints > 0 && (long ? points >= tpPoints : points <= tpPoints);
  if (!stopped && !taken) return;
  closePosition(core, {
    position: position.position,
    reason: stopped ? reasons.stopLoss : reasons.takeProfit,
    comment: `[${stopped ? 'sl' : 'tp'}]`,
    forced: { atUtcMs },
  });
}

/** Closes the worst position until the level is above the group's stop-out, then makes a negative balance good where the group says so. */
function stopOut(core: Core, login: number, atUtcMs: number): void {
  for (;;) {
    const user = userOf(core, login);
    const group = groupOf(core, user);
    const state = accountState(core, user);
    if (state.levelE2 === null || state.levelE2 >= group.marginStopOutE2) return;
    const worst = core.book
      .positionsOf(login)
      .map((position) => mark(core, group, position))
      .sort((a, b) => (a.profit < b.profit ? -1 : 1))[0];
    if (!worst) return;
    const level = minorText(BigInt(state.levelE2), 2);
    closePosition(core, {
      position: worst.position.position,
      reason: reasons.stopOut,
      comment: `[so ${level}%/${minorText(state.equity, group.currencyDigits)}]`,
      forced: { atUtcMs },
    });
    const after = userOf(core, login);
    const flat = core.book.positionsOf(login).length === 0;
    if (flat && after.balance < 0n && (group.tradeFlags & tradeFlagBits.soCompensation) !== 0) {
      postMoney(core, after, {
        action: dealActions.soCompensation,
        amount: -after.balance,
        comment: 'so compensation',
        atUtcMs,
      });
    }
  }
}
