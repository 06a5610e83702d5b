import type { Tick } from '../../market/market';
import { accountState, mark } from './accounts';
import { postMoney } from './balance';
import { type Core, groupOf, groupQuote, userOf } from './core';
import { closePosition } from './dealing';
import { minorText } from './money';
import { dealActions, type Position, reasons, tradeFlagBits } from './types';

/** What the server does by itself when a price changes: take profits and losses, then stop out who has too little left. */
export function onTick(core: Core, tick: Tick): void {
  const logins = new Set(core.book.holders(tick.symbol));
  for (const login of logins) {
    const user = userOf(core, login);
    const group = groupOf(core, user);
    for (const position of core.book.positionsOf(login)) {
      if (position.symbol === tick.symbol && (position.slPoints > 0 || position.tpPoints > 0)) {
        const shown = groupQuote(core, core.catalog.effective(group, position.symbol));
        if (shown) stopOrTake(core, position, position.action === 0 ? shown.bidPoints : shown.askPoints, tick.at);
      }
    }
    stopOut(core, login, tick.at);
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
