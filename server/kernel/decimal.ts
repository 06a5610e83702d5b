import DecimalJs from 'decimal.js';
import { InvariantError, Refusal } from './errors';

/**
 * Prices, rates and volumes. A constructor of our own, so that no other library's `Decimal.set` changes our rounding;
 * 64 digits keep a product of three int8 amounts exact; exponent notation never appears in text.
 */
export const Decimal = DecimalJs.clone({
  precision: 64,
  rounding: DecimalJs.ROUND_HALF_EVEN,
  toExpNeg: -9e15,
  toExpPos: 9e15,
  defaults: true,
});
export type Decimal = DecimalJs;

/** `half_even` for books, `down` where the client must not be favoured, `up` for fees and margin. */
export type Rounding = 'half_even' | 'down' | 'up' | 'floor' | 'ceil';

const modes: Record<Rounding, DecimalJs.Rounding> = {
  half_even: DecimalJs.ROUND_HALF_EVEN,
  down: DecimalJs.ROUND_DOWN,
  up: DecimalJs.ROUND_UP,
  floor: DecimalJs.ROUND_FLOOR,
  ceil: DecimalJs.ROUND_CEIL,
};

export const ZERO = new Decimal(0);
export const ONE = new Decimal(1);

/** A constant or an integer as a decimal. Fractions never come from a JavaScript number: 0.1 is not a tenth. */
export function decimal(value: string | bigint | number | Decimal): Decimal {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new InvariantError(`${value} is not an exact integer: pass a string`);
  }
  return typeof value === 'string' ? parseDecimal(value) : new Decimal(typeof value === 'bigint' ? `${value}` : value);
}

const plain = /^-?\d{1,38}(?:\.\d{1,38})?$/;

/** Plain digits only: no exponent, no blank, no leading plus, no NaN or Infinity. What MT5 and REST send. */
export function parseDecimal(text: string, field?: string): Decimal {
  if (!plain.test(text)) throw new Refusal('invalid', 'not_a_decimal', field === undefined ? {} : { field });
  const value = new Decimal(text);
  return value.isZero() ? ZERO : value;
}

export const isDecimal = (text: string): boolean => plain.test(text);

/** Exact text without exponent and without trailing zeros: equal values have equal texts. */
export function formatDecimal(value: Decimal): string {
  if (!value.isFinite()) throw new InvariantError(`${value} cannot be written`);
  return value.isZero() ? '0' : value.toFixed();
}

/** Text with exactly `places` digits; refuses to lose one, so rounding is always a decision made before. */
export function formatPlaces(value: Decimal, places: number): string {
  if (value.decimalPlaces() > places)
    throw new InvariantError(`${formatDecimal(value)} has more than ${places} places`);
  return (value.isZero() ? ZERO : value).toFixed(places);
}

export const round = (value: Decimal, places: number, mode: Rounding = 'half_even'): Decimal =>
  value.toDecimalPlaces(places, modes[mode]);

/** Nearest multiple of `step`: lots to the volume step (down), prices to the tick. */
export function toStep(value: Decimal, step: Decimal, mode: Rounding = 'half_even'): Decimal {
  if (step.lte(0)) throw new InvariantError('step must be positive');
  return round(value.div(step), 0, mode).mul(step);
}

export const fromMinor = (minor: bigint, exponent: number): Decimal => new Decimal(`${minor}e-${exponent}`);

/** Minor units of a decimal amount, rounded where the caller says how. */
export function toMinor(value: Decimal, exponent: number, mode: Rounding = 'half_even'): bigint {
  if (!value.isFinite()) throw new InvariantError(`${value} is no amount`);
  return BigInt(round(value.mul(new Decimal(`1e${exponent}`)), 0, mode).toFixed());
}

/** Minor units, or null when the amount is finer than the asset: dust is named by the caller, never dropped. */
export function toMinorExact(value: Decimal, exponent: number): bigint | null {
  if (!value.isFinite() || value.decimalPlaces() > exponent) return null;
  return toMinor(value, exponent);
}

/** numerator / denominator as an integer, for bigint arithmetic that leaves no room for decimals. */
export function divideRounded(numerator: bigint, denominator: bigint, mode: Rounding = 'half_even'): bigint {
  if (denominator === 0n) throw new InvariantError('division by zero');
  const quotient = numerator / denominator;
  const rest = numerator % denominator;
  if (rest === 0n) return quotient;
  const away = numerator < 0n === denominator < 0n ? 1n : -1n;
  switch (mode) {
    case 'down':
      return quotient;
    case 'up':
      return quotient + away;
    case 'floor':
      return away < 0n ? quotient + away : quotient;
    case 'ceil':
      return away > 0n ? quotient + away : quotient;
    case 'half_even': {
      const twice = 2n * (rest < 0n ? -rest : rest);
      const whole = denominator < 0n ? -denominator : denominator;
      return twice > whole || (twice === whole && quotient % 2n !== 0n) ? quotient + away : quotient;
    }
  }
}
