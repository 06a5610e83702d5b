export type SignDisplay = 'auto' | 'always' | 'accounting' | 'never';

const minus = '\u2212';

function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}

function withSign(text: string, sign: -1n | 0n | 1n, display: SignDisplay): string {
  if (display === 'never') return text;
  if (sign < 0n) return display === 'accounting' ? `(${text})` : `${minus}${text}`;
  return sign > 0n && display === 'always' ? `+${text}` : text;
}

/** 124050n, 2 → "1,240.50". Digits are never rounded: what the ledger has is what is shown. */
export function formatMinor(minor: bigint, exponent: number, display: SignDisplay = 'auto'): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0');
  const whole = group(exponent === 0 ? digits : digits.slice(0, -exponent));
  const text = exponent === 0 ? whole : `${whole}.${digits.slice(-exponent)}`;
  return withSign(text, minor < 0n ? -1n : minor > 0n ? 1n : 0n, display);
}

/** A decimal as text ("-1234.5", a rate, lots, a price): grouped and with a true minus, digits untouched. */
export function formatDecimal(value: string | number | bigint, display: SignDisplay = 'auto'): string {
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(value.toString());
  if (!match) return value.toString();
  const [, negative = '', whole = '0', fraction = ''] = match;
  const isZero = /^0*$/.test(whole + fraction.slice(1));
  return withSign(`${group(whole)}${fraction}`, isZero ? 0n : negative ? -1n : 1n, display);
}
