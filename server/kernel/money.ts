import { z } from 'zod';
import { fromDecimalString, type Money, maxMinor, money, toDecimalString } from './amounts';
import { InvariantError } from './errors';

export { exponentOf, fromDecimalString, type Money, maxMinor, money, toDecimalString } from './amounts';
export type Asset = string;

const assetPattern = /^[A-Z]{3,5}$/;

export const Asset = z.string().regex(assetPattern, 'must be an upper-case currency or asset code');

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

/** JSON shape of money in jsonb columns, audit rows and events' read models. */
export const MoneyJson = z.object({ minor: z.string().regex(/^-?\d{1,19}$/), asset: Asset });
export type MoneyJson = z.infer<typeof MoneyJson>;
export const toJson = (amount: Money): MoneyJson => ({ minor: amount.minor.toString(), asset: amount.asset });
export const fromJson = (json: MoneyJson): Money => money(BigInt(json.minor), json.asset);

/** Money in tRPC contracts (superjson carries the bigint). */
export const MoneySchema = z.object({ minor: z.bigint().min(-maxMinor).max(maxMinor), asset: Asset });

/** Money in REST contracts: `{amount:"1240.50", currency:"EUR"}`. */
export const MoneyWire = z.object({ amount: z.string().max(40), currency: Asset });
export const toWire = (amount: Money) => ({ amount: toDecimalString(amount), currency: amount.asset });
export const fromWire = (wire: z.infer<typeof MoneyWire>): Money => fromDecimalString(wire.amount, wire.currency);
