import { exponentOf, type Money } from '@/server/kernel/money';

/** Stripe's minor units are not ISO's: MGA has none there, ISK and UGX are written with two (docs.stripe.com/currencies#special-cases). */
const stripeExponents: Record<string, number> = { MGA: 0, ISK: 2, UGX: 2 };
const assets = new Set(
  (
    'USD AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CVE CZK ' +
    'DJF DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR ISK JMD JOD JPY KES KGS KHR KMF KRW KWD ' +
    'KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN ' +
    'PYG QAR RON RSD RUB RWF SAR SBD SCR SEK SGD SHP SLE SOS SRD STD SZL THB TJS TND TOP TRY TTD TWD TZS UAH UGX UYU UZS VND VUV WST XAF ' +
    'XCD XOF XPF YER ZAR ZMW'
  ).split(' '),
);
const threeDecimals = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);

export const acceptsAsset = (asset: string): boolean => assets.has(asset);

export type StripeAmount =
  | { readonly ok: true; readonly amount: number; readonly currency: string }
  | { readonly ok: false; readonly code: string; readonly detail: string };

const exponentAtStripe = (asset: string): number => stripeExponents[asset] ?? exponentOf(asset);

export function toStripe({ minor, asset }: Money): StripeAmount {
  if (!acceptsAsset(asset)) return { ok: false, code: 'unsupported_currency', detail: `Stripe does not take ${asset}` };
  const shift = exponentAtStripe(asset) - exponentOf(asset);
  const scale = 10n ** BigInt(Math.abs(shift));
  if (shift < 0 && minor % scale !== 0n)
    return { ok: false, code: 'amount_too_fine', detail: `${asset} has no decimals at Stripe` };
  const units = shift < 0 ? minor / scale : minor * scale;
  // Card networks carry two decimals of these: the last digit has to be 0.
  if (threeDecimals.has(asset) && units % 10n !== 0n) {
    return { ok: false, code: 'amount_too_fine', detail: `${asset} amounts must end in 0 at Stripe` };
  }
  if (units < 1n) return { ok: false, code: 'amount_not_positive', detail: 'nothing to charge' };
  if (units > 999_999_999_999n) return { ok: false, code: 'amount_too_large', detail: 'more than Stripe takes' };
  return { ok: true, amount: Number(units), currency: asset.toLowerCase() };
}

export class DustError extends Error {
  override readonly name = 'DustError';
}

/** Exact or named: an amount finer than our smallest unit is never rounded away. */
export function fromStripe(amount: number, currency: string): Money {
  const asset = currency.toUpperCase();
  if (!Number.isSafeInteger(amount)) throw new DustError(`${amount} ${asset} is no whole number of minor units`);
  const shift = exponentAtStripe(asset) - exponentOf(asset);
  const scale = 10n ** BigInt(Math.abs(shift));
  const units = BigInt(amount);
  if (shift > 0 && units % scale !== 0n) throw new DustError(`${amount} is finer than the smallest ${asset}`);
  return { minor: shift > 0 ? units / scale : units * scale, asset };
}
