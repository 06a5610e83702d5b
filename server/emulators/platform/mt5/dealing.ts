import { accountState, mark, totalMargin } from './accounts';
import { type Core, type EffectiveSymbol, groupOf, groupQuote, userOf } from './core';
import { conversion, pow10, type Rate, rateText, roundHalfAway } from './money';
import {
  type Deal,
  dealActions,
  type Group,
  LOT,
  type Position,
  Retcode,
  reasons,
  rightsBits,
  type User,
} from './types';

export type OpenRequest = {
  readonly login: number;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly volumeExt: number;
  readonly slPoints?: number;
  readonly tpPoints?: number;
  readonly comment?: string;
  readonly reason?: number;
};

export type CloseRequest = {
  readonly position: number;
  /** Absent: all of it. */
  readonly volumeExt?: number;
  readonly reason?: number;
  readonly comment?: string;
  /** Stop-out, stop loss and take profit happen at the tick's own time and do not ask whether the market is open. */
  readonly forced?: { readonly atUtcMs: number };
};

export function isTradingTime(core: Core, spec: EffectiveSymbol): boolean {
  const wall = new Date(core.time.wallMs());
  const minute = wall.getUTCHours() * 60 + wall.getUTCMinutes();
  return (spec.sessions[wall.getUTCDay()] ?? []).some(([opens, closes]) => minute >= opens && minute < closes);
}

function assertMayTrade(core: Core, user: User, spec: EffectiveSymbol, byDealer = false): void {
  const barred = (user.rights & rightsBits.enabled) === 0 || (user.rights & rightsBits.tradeDisabled) !== 0;
  if (barred && !byDealer) throw new Retcode(10017);
  if (spec.tradeMode === 0) throw new Retcode(10017);
  if (!isTradingTime(core, spec)) throw new Retcode(10018);
}

function assertVolume(spec: EffectiveSymbol, volumeExt: number): void {
  const { volumeMinExt, volumeMaxExt, volumeStepExt } = spec;
  if (!Number.isSafeInteger(volumeExt) || volumeExt < volumeMinExt || volumeExt > volumeMaxExt)
    throw new Retcode(10014);
  if (volumeExt % volumeStepExt !== 0) throw new Retcode(10014);
}

/** Value at open in deposit currency, before leverage: contract for forex, contract times price for the rest. */
function marginBaseOf(
  core: Core,
  group: Group,
  spec: EffectiveSymbol,
  volumeExt: number,
  points: number,
): { base: bigint; rate: Rate } {
  const rate = conversion(spec.currencyMargin, group.currency, false, core.quote);
  if (!rate) throw new Retcode(10021);
  const priced = spec.calcMode === 0 ? 1n : BigInt(points);
  const den = BigInt(LOT) * rate.den * (spec.calcMode === 0 ? 1n : pow10(spec.digits));
  const num = BigInt(volumeExt) * BigInt(spec.contractSize) * priced * rate.num * pow10(group.currencyDigits);
  return { base: roundHalfAway(num, den), rate };
}

const commissionOf = (group: Group, volumeExt: number): bigint =>
  -roundHalfAway(group.commissionPerLot * BigInt(volumeExt), BigInt(LOT));

export function openPosition(core: Core, request: OpenRequest): Deal {
  const user = userOf(core, request.login);
  const group = groupOf(core, user);
  const spec = core.catalog.effective(group, request.symbol);
  const action = request.side === 'buy' ? 0 : 1;
  assertMayTrade(core, user, spec);
  // MT_RET_REQUEST_CLOSE_ONLY and its long-only and short-only neighbours.
  if (spec.tradeMode === 3) throw new Retcode(10044);
  if ((spec.tradeMode === 1 && action === 1) || (spec.tradeMode === 2 && action === 0))
    throw new Retcode(action === 1 ? 10042 : 10043);
  assertVolume(spec, request.volumeExt);
  const tick = groupQuote(core, spec);
  if (!tick) throw new Retcode(10021);
  const openPoints = action === 0 ? tick.askPoints : tick.bidPoints;
  const { base, rate } = marginBaseOf(core, group, spec, request.volumeExt, openPoints);
  const commission = commissionOf(group, request.volumeExt);
  const wall = core.time.wallMs();
  const order = core.book.nextTicket();
  const position: Position = {
    position: order,
    login: user.login,
    symbol: spec.symbol,
    action,
    digits: spec.digits,
    digitsCurrency: group.currencyDigits,
    contractSize: spec.contractSize,
    timeCreateMsc: wall,
    timeUpdateMsc: wall,
    openPoints,
    volumeExt: request.volumeExt,
    storage: 0n,
    marginBase: base,
    rateMargin: rateText(rate),
    slPoints: request.slPoints ?? 0,
    tpPoints: request.tpPoints ?? 0,
    reason: request.reason ?? reasons.client,
    comment: (request.comment ?? '').slice(0, 31),
  };
  const before = accountState(core, user);
  const after = totalMargin(core, user, group, [...core.book.positionsOf(user.login), position]);
  const spreadLoss = mark(core, group, position).profit;
  if (before.equity + spreadLoss + commission < after) throw new Retcode(10019);
  core.book.putPosition(position);
  const profitRate = conversion(spec.currencyProfit, group.currency, true, core.quote);
  return book(core, user, {
    ...dealOf(position, tick.bidPoints, tick.askPoints, profitRate ? rateText(profitRate) : '0'),
    timeMsc: wall,
    order,
    action,
    entry: 0,
    pricePoints: openPoints,
    volumeExt: request.volumeExt,
    volumeClosedExt: 0,
    profit: 0n,
    storage: 0n,
    commission,
    pricePositionPoints: openPoints,
    reason: position.reason,
    comment: position.comment,
  });
}

export function closePosition(core: Core, request: CloseRequest): Deal {
  const position = core.book.positions.get(request.position);
  if (!position) throw new Retcode(10036);
  const user = userOf(core, position.login);
  const group = groupOf(core, user);
  const spec = core.catalog.effective(group, position.symbol);
  if (!request.forced) assertMayTrade(core, user, spec, request.reason === reasons.dealer);
  const volumeExt = request.volumeExt ?? position.volumeExt;
  if (volumeExt > position.volumeExt) throw new Retcode(10038);
  if (volumeExt !== position.volumeExt) assertVolume(spec, volumeExt);
  const tick = groupQuote(core, spec);
  if (!tick) throw new Retcode(10021);
  const whole = volumeExt === position.volumeExt;
  const share = (total: bigint) =>
    whole ? total : roundHalfAway(total * BigInt(volumeExt), BigInt(position.volumeExt));
  const closed = mark(core, group, { ...position, volumeExt });
  const storage = share(position.storage);
  const wall = core.time.wallMs(request.forced?.atUtcMs);
  if (whole) core.book.drop('position', position.position);
  else {
    core.book.putPosition({
      ...position,
      volumeExt: position.volumeExt - volumeExt,
      storage: position.storage - storage,
      marginBase: position.marginBase - share(position.marginBase),
      timeUpdateMsc: wall,
    });
  }
  return book(core, user, {
    ...dealOf(position, tick.bidPoints, tick.askPoints, rateText(closed.rate)),
    timeMsc: wall,
    order: core.book.nextTicket(),
    action: position.action === 0 ? 1 : 0,
    entry: 1,
    pricePoints: closed.currentPoints,
    volumeExt,
    volumeClosedExt: volumeExt,
    profit: closed.profit,
    storage,
    commission: commissionOf(group, volumeExt),
    pricePositionPoints: position.openPoints,
    reason: request.reason ?? reasons.client,
    comment: (request.comment ?? '').slice(0, 31),
  });
}

type DealRest = Omit<Deal, 'deal' | 'login' | 'dealer' | 'modificationFlags'>;
type FromPosition = Pick<
  Deal,
  | 'digits'
  | 'digitsCurrency'
  | 'contractSize'
  | 'symbol'
  | 'rateProfit'
  | 'rateMargin'
  | 'positionId'
  | 'bidPoints'
  | 'askPoints'
>;

const dealOf = (position: Position, bidPoints: number, askPoints: number, rateProfit: string): FromPosition => ({
  digits: position.digits,
  digitsCurrency: position.digitsCurrency,
  contractSize: position.contractSize,
  symbol: position.symbol,
  rateProfit,
  rateMargin: position.rateMargin,
  positionId: position.position,
  bidPoints,
  askPoints,
});

/** Writes a deal and moves the balance by what it says, so that balance is always the sum of deals. */
export function book(core: Core, user: User, rest: DealRest): Deal {
  const deal: Deal = { ...rest, deal: core.book.nextTicket(), login: user.login, dealer: 0, modificationFlags: 0 };
  const isCredit = deal.action === dealActions.credit || deal.action === dealActions.bonus;
  const amount = deal.profit + deal.storage + deal.commission;
  core.book.putDeal(deal);
  core.book.putUser(isCredit ? { ...user, credit: user.credit + amount } : { ...user, balance: user.balance + amount });
  core.active.add(user.login);
  return deal;
}
