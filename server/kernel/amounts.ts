import { Refusal } from './errors';

/** An exact amount: `minor` units of `asset`. The only shape money has inside the house. */
export type Money = { readonly minor: bigint; readonly asset: string };

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
};

export const maxMinor = 2n ** 62n;

export function exponentOf(asset: string): number {
  return exponents[asset] ?? 2;
}

export function money(minor: bigint, asset: string): Money {
  if (minor > maxMinor || minor < -maxMinor) throw new Refusal('invalid', 'amount_out_of_range');
  return { minor, asset };
}

/** "1240.50" for 124050 EUR: the text form of REST, webhooks, CSV and platforms. */
export function toDecimalString(amount: Money): string {
  const exponent = exponentOf(amount.asset);
  const sign = amount.minor < 0n ? '-' : '';
  const digits = (amount.minor < 0n ? -amount.minor : amount.minor).toString().padStart(exponent + 1, '0');
  return exponent === 0 ? sign + digits : `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** Exact inverse of toDecimalString. Digits beyond the asset's exponent are refused unless they are zeros: dust is named, never dropped. */
export function fromDecimalString(text: string, asset: string, field = 'amount'): Money {
  const match = /^(-?)(\d{1,19})(?:\.(\d{1,18}))?$/.exec(text);
  if (!match) throw new Refusal('invalid', 'amount_not_decimal', { field });
  const [, sign = '', whole = '0', fraction = ''] = match;
  const exponent = exponentOf(asset);
  if (/[1-9]/.test(fraction.slice(exponent)))
    throw new Refusal('invalid', 'amount_too_fine', { field, params: { asset, exponent } });
  const minor = BigInt(whole + fraction.slice(0, exponent).padEnd(exponent, '0'));
  return money(sign === '-' ? -minor : minor, asset);
}
