import { type Core, type EffectiveSymbol, groupOf, groupQuote } from './core';
import { conversion, profitMinor, type Rate, roundHalfAway } from './money';
import type { Group, Position, User } from './types';

export type AccountState = {
  readonly balance: bigint;
  readonly credit: bigint;
  readonly profit: bigint;
  readonly storage: bigint;
  readonly equity: bigint;
  readonly margin: bigint;
  readonly marginFree: bigint;
  /** Hundredths of a percent; null without margin. */
  readonly levelE2: number | null;
};

const NO_RATE: Rate = { num: 0n, den: 1n };

export type Marked = {
  readonly position: Position;
  readonly currentPoints: number;
  readonly profit: bigint;
  readonly rate: Rate;
};

/** Floating result at the price the position would close at. */
export function mark(core: Core, group: Group, position: Position): Marked {
  const spec = core.catalog.effective(group, position.symbol);
  const tick = groupQuote(core, spec);
  const currentPoints = tick ? (position.action === 0 ? tick.bidPoints : tick.askPoints) : position.openPoints;
  const points = position.action === 0 ? currentPoints - position.openPoints : position.openPoints - currentPoints;
  const rate = conversion(spec.currencyProfit, group.currency, points >= 0, core.quote) ?? NO_RATE;
  return { position, currentPoints, profit: profitMinor({ ...position, points }, rate, group.currencyDigits), rate };
}

/** Margin of one position on its own. */
export function positionMargin(spec: EffectiveSymbol, leverage: number, marginBase: bigint): bigint {
  return roundHalfAway(marginBase * BigInt(spec.marginRateE4), 10_000n * BigInt(leverage));
}

function larger(a: bigint, b: bigint): bigint {
  if (a > b) return a;
  return b;
}

/** Per symbol only the larger side of hedged positions is charged. */
export function totalMargin(core: Core, user: User, group: Group, positions: readonly Position[]): bigint {
  const sides = new Map<string, [bigint, bigint]>();
  for (const position of positions) {
    const spec = core.catalog.effective(group, position.symbol);
    const side = sides.get(position.symbol) ?? [0n, 0n];
    side[position.action === 0 ? 0 : 1] += positionMargin(spec, user.leverage, position.marginBase);
    sides.set(position.symbol, side);
  }
  return [...sides.values()].reduce((sum, [long, short]) => sum + larger(long, short), 0n);
}

export function accountState(core: Core, user: User): AccountState {
  const group = groupOf(core, user);
  const positions = core.book.positionsOf(user.login);
  const profit = positions.reduce((sum, position) => sum + mark(core, group, position).profit, 0n);
  const storage = positions.reduce((sum, position) => sum + position.storage, 0n);
  const equity = user.balance + user.credit + profit + storage;
  const margin = totalMargin(core, user, group, positions);
  const levelE2 = margin > 0n ? Number((equity * 10_000n) / margin) : null;
  return {
    balance: user.balance,
    credit: user.credit,
    profit,
    storage,
    equity,
    margin,
    marginFree: equity - margin,
    levelE2,
  };
}
