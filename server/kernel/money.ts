import { z } from 'zod';
import { InvariantError, Refusal } from './errors';

/** An exact amount: `minor` units of `asset`. The only shape money has inside the house. */
export type Money = { readonly minor: bigint; readonly asset: Asset };
export type Asset = string;

/** Exponents by ISO 4217 (and common practice for crypto, capped at 8). Unlisted ISO currencies have 2. */
const exponents: Record<string, number> = {
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  USDT: 6,
  USDC: 6,
  BTC: 8,
  ETH: 8,
  LTC: 8,
}; // prettier keeps the table readable as three rows

const assetPattern = /^[A-Z]{3,5}$/;
export const maxMinor = 2n ** 62n;

export const Asset = z.string().regex(assetPattern, 'must be an upper-case currency or asset code');

export function exponentOf(asset: Asset): number {
  return exponents[asset] ?? 2;
}

export function money(minor: bigint, asset: Asset): Money {
  if (minor > maxMinor || minor < -maxMinor) throw new Refusal('invalid', 'amount_out_of_range');
  return { minor, asset };
}

export const zero = (asset: Asset): Money => ({ minor: 0n, asset });

function sameAsset(a: Money, b: Money): void {
  if (a.asset !== b.asset) throw new InvariantError(`cannot combine ${a.asset} with ${b.asset}`);
}

export function add(a: Money, b: Money): Money {
  sameAsset(a, b);
  return money(a.minor + b.minor, a.asset);
}

export function subtract(a: Money, b: Money): Money {
  sameAsset(a, b);
  return money(a.minor - b.minor, a.asset);
}

export const negate = (a: Money): Money => money(-a.minor, a.asset);

export function compare(a: Money, b: Money): -1 | 0 | 1 {
  sameAsset(a, b);
  return a.minor < b.minor ? -1 : a.minor > b.minor ? 1 : 0;
}

export const isPositive = (a: Money): boolean => a.minor > 0n;
export const minOf = (a: Money, b: Money): Money => (compare(a, b) <= 0 ? a : b);

/** Splits exactly by integer weights; the remainder goes one unit each to the first shares, so parts always sum to the whole. */
export function allocate(whole: Money, weights: readonly bigint[]): Money[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total <= 0n || weights.some((weight) => weight < 0n)) throw new InvariantError('weights must be positive');
  const parts = weights.map((weight) => (whole.minor * weight) / total);
  let rest = whole.minor - parts.reduce((sum, part) => sum + part, 0n);
  const unit = rest < 0n ? -1n : 1n;
  for (let i = 0; rest !== 0n; i = (i + 1) % parts.length) {
    if ((weights[i] ?? 0n) === 0n) continue;
    parts[i] = (parts[i] ?? 0n) + unit;
    rest -= unit;
  }
  return parts.map((part) => money(part, whole.asset));
}

/** "1240.50" for 124050 EUR: the text form of REST, webhooks, CSV and platforms. */
export function toDecimalString(amount: Money): string {
  const exponent = exponentOf(amount.asset);
  const sign = amount.minor < 0n ? '-' : '';
  const digits = (amount.minor < 0n ? -amount.minor : amount.minor).toString().padStart(exponent + 1, '0');
  return exponent === 0 ? sign + digits : `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** Exact inverse of toDecimalString. Digits beyond the asset's exponent are refused unless they are zeros: dust is named, never dropped. */
export function fromDecimalString(text: string, asset: Asset, field = 'amount'): Money {
  const match = /^(-?)(\d{1,19})(?:\.(\d{1,18}))?$/.exec(text);
  if (!match) throw new Refusal('invalid', 'amount_not_decimal', { field });
  const [, sign = '', whole = '0', fraction = ''] = match;
  const exponent = exponentOf(asset);
  if (/[1-9]/.test(fraction.slice(exponent)))
    throw new Refusal('invalid', 'amount_too_fine', { field, params: { asset, exponent } });
  const minor = BigInt(whole + fraction.slice(0, exponent).padEnd(exponent, '0'));
  return money(sign === '-' ? -minor : minor, asset);
}

/** JSON shape of money in jsonb columns, audit rows and events' read models. */
export const MoneyJson = z.object({ minor: z.string().regex(/^-?\d{1,19}$/), asset: Asset });
export type MoneyJson = z.infer<typeof MoneyJson>;
export const toJson = (amount: Money): MoneyJson => ({ minor: amount.minor.toString(), asset: amount.asset });
export const fromJson = (json: MoneyJson): Money => money(BigInt(json.minor), json.asset);

/** Money in tRPC contracts (superjson carries the bigint). */
export const MoneySchema = z.object({ minor: z.bigint(), asset: Asset });

/** Money in REST contracts: `{amount:"1240.50", currency:"EUR"}`. */
export const MoneyWire = z.object({ amount: z.string().max(40), currency: Asset });
export const toWire = (amount: Money) => ({ amount: toDecimalString(amount), currency: amount.asset });
export const fromWire = (wire: z.infer<typeof MoneyWire>): Money => fromDecimalString(wire.amount, wire.currency);
