import anyAscii from 'any-ascii';
import type { Rng } from '@/server/kernel/clock';
import { type Origin, origins, sources } from './origins';

export type Newcomer = {
  readonly origin: Origin;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
  readonly brand: string;
  readonly attribution: Readonly<Record<string, string>>;
  readonly bornOn: string;
  readonly facts: { readonly ip: string; readonly userAgent: string; readonly deviceId: string };
};

export const pick = <T>(rng: Rng, list: readonly T[]): T => {
  const one = list[Math.floor(rng.next() * list.length)];
  if (one === undefined) throw new RangeError('nothing to pick from');
  return one;
};

export function pickByShare<T extends { readonly share: number }>(rng: Rng, list: readonly T[]): T {
  let left = rng.next() * list.reduce((sum, { share }) => sum + share, 0);
  for (const one of list) {
    left -= one.share;
    if (left <= 0) return one;
  }
  return pick(rng, list);
}

/** Whole number in [from, to]. */
export const between = (rng: Rng, from: number, to: number): number => from + Math.floor(rng.next() * (to - from + 1));

const plain = (text: string) =>
  anyAscii(text)
    .replaceAll(/[^a-zA-Z]/g, '')
    .toLowerCase();

const browsers = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Safari/604.1',
  'Mozilla/5.0 (Linux; Android 14; SM-S921B) Chrome/129.0 Mobile',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/129.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_6) Safari/17.6',
] as const;

const letters = '0123456789abcdef';
const hex = (rng: Rng, length: number) => Array.from({ length }, () => letters[Math.floor(rng.next() * 16)]).join('');
const two = (value: number) => String(value).padStart(2, '0');

/** What a part asks of whoever plays it. */
export type Named = {
  readonly first?: string;
  readonly last?: string;
  readonly bornOn?: string;
  readonly country?: string;
  readonly brand?: string;
};

/** Invented, and the same for the same seed. */
export function inventPerson(rng: Rng, number: number, named: Named = {}): Newcomer {
  const fitting = origins.filter(
    ({ country, brands }) =>
      country === (named.country ?? country) && (named.brand === undefined || brands.includes(named.brand)),
  );
  const origin = pickByShare(rng, fitting);
  const firstName = named.first ?? pick(rng, origin.first);
  const lastName = named.last ?? pick(rng, origin.last);
  const [domain, year] = [pick(rng, ['mail', 'post', 'inbox']), between(rng, 1958, 2004)];
  return {
    origin,
    firstName,
    lastName,
    email: `${plain(firstName)}.${plain(lastName)}${number}@${domain}.example`,
    phone: `${origin.dial} ${between(rng, 1_000_000, 9_999_999)}`,
    brand: named.brand ?? pick(rng, origin.brands),
    attribution: { ...pickByShare(rng, sources).touch, clickId: `clk-${hex(rng, 10)}` },
    bornOn: named.bornOn ?? `${year}-${two(between(rng, 1, 12))}-${two(between(rng, 1, 28))}`,
    facts: {
      ip: origin.address
        .split('.')
        .concat(Array.from({ length: 4 }, () => String(between(rng, 2, 250))))
        .slice(0, 4)
        .join('.'),
      userAgent: pick(rng, browsers),
      deviceId: hex(rng, 32),
    },
  };
}
