import { type Core, groupOf, userOf } from './core';
import { conversion, pow10, roundHalfAway } from './money';
import { LOT, type Position, tradeFlagBits } from './types';

const DAY = 86_400_000;

/** Charges every server night that has ended since the last call. Returns true when there was one. */
export function rollDays(core: Core, utcMs: number): boolean {
  const today = Math.floor(core.time.wallMs(utcMs) / DAY);
  let { rolledDay } = core.book.meta;
  if (rolledDay >= today) return false;
  // 1970-01-01 was a Thursday.
  for (; rolledDay < today; rolledDay += 1) chargeNight(core, (rolledDay + 4) % 7);
  core.book.setMeta({ rolledDay: today });
  return true;
}

/** `weekday` is the server day that has just ended, Sunday 0. */
function chargeNight(core: Core, weekday: number): void {
  for (const position of core.book.positions.values()) {
    const swap = nightSwap(core, position, weekday);
    if (swap !== 0n) core.book.putPosition({ ...position, storage: position.storage + swap });
  }
}

function nightSwap(core: Core, position: Position, weekday: number): bigint {
  const group = groupOf(core, userOf(core, position.login));
  if ((group.tradeFlags & tradeFlagBits.swaps) === 0) return 0n;
  const spec = core.catalog.effective(group, position.symbol);
  const nights = spec.swapNights[weekday] ?? 0;
  const pointsE2 = position.action === 0 ? spec.swapLongE2 : spec.swapShortE2;
  if (nights === 0 || pointsE2 === 0) return 0n;
  const rate = conversion(spec.currencyProfit, group.currency, pointsE2 > 0, core.quote);
  if (!rate) return 0n;
  const num =
    BigInt(pointsE2 * nights) *
    BigInt(position.volumeExt) *
    BigInt(position.contractSize) *
    rate.num *
    pow10(group.currencyDigits);
  return roundHalfAway(num, 100n * pow10(position.digits) * BigInt(LOT) * rate.den);
}
