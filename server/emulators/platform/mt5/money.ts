import type { Tick } from '../../market/market';
import { LOT } from './types';

export type Rate = { readonly num: bigint; readonly den: bigint };
export type QuoteOf = (symbol: string) => Tick | undefined;

const ONE: Rate = { num: 1n, den: 1n };
export const pow10 = (exponent: number): bigint => 10n ** BigInt(exponent);

/** The platform rounds money half away from zero. */
export function roundHalfAway(num: bigint, den: bigint): bigint {
  const negative = num < 0n !== den < 0n;
  const [n, d] = [num < 0n ? -num : num, den < 0n ? -den : den];
  const rounded = (2n * n + d) / (2n * d);
  return negative ? -rounded : rounded;
}

/** Exact decimal text of minor units. */
export function minorText(minor: bigint, digits: number): string {
  const sign = minor < 0n ? '-' : '';
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0');
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Minor units of a decimal text; null when it is no number or finer than the currency. */
export function minorOf(text: string, digits: number): bigint | null {
  const parts = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (!parts) return null;
  const fraction = (parts[3] ?? '').replace(/0+$/, '');
  if (fraction.length > digits) return null;
  const minor = BigInt(`${parts[2]}${fraction.padEnd(digits, '0')}`);
  return parts[1] === '-' ? -minor : minor;
}

export function rateText({ num, den }: Rate): string {
  return minorText(roundHalfAway(num * pow10(8), den), 8);
}

export function rateOf(text: string): Rate {
  return { num: minorOf(text, 8) ?? 0n, den: pow10(8) };
}

function direct(from: string, to: string, selling: boolean, quote: QuoteOf): Rate | null {
  if (from === to) return ONE;
  const straight = quote(`${from}${to}`);
  if (straight) return { num: BigInt(selling ? straight.bidPoints : straight.askPoints), den: pow10(straight.digits) };
  const inverse = quote(`${to}${from}`);
  if (inverse) return { num: pow10(inverse.digits), den: BigInt(selling ? inverse.askPoints : inverse.bidPoints) };
  return null;
}

/** `from` money in `to` money at the side a bank would take: sold when we have it, bought when we owe it. Crosses through USD. */
export function conversion(from: string, to: string, selling: boolean, quote: QuoteOf): Rate | null {
  const straight = direct(from, to, selling, quote);
  if (straight) return straight;
  const first = direct(from, 'USD', selling, quote);
  const second = direct('USD', to, selling, quote);
  return first && second ? { num: first.num * second.num, den: first.den * second.den } : null;
}

/** Profit of a price move in minor units of the deposit currency. */
export function profitMinor(
  move: { readonly points: number; readonly digits: number; readonly volumeExt: number; readonly contractSize: number },
  rate: Rate,
  currencyDigits: number,
): bigint {
  const num =
    BigInt(move.points) * BigInt(move.volumeExt) * BigInt(move.contractSize) * rate.num * pow10(currencyDigits);
  return roundHalfAway(num, pow10(move.digits) * BigInt(LOT) * rate.den);
}
