import type { Rng } from '@/server/kernel/clock';
import { between } from './people';

const banks: Readonly<Record<string, { bank: string; digits: number }>> = {
  NL: { bank: 'ABNA', digits: 10 },
  DE: { bank: '37040044', digits: 10 },
  FR: { bank: '30006000', digits: 15 },
  ES: { bank: '21000418', digits: 12 },
  IT: { bank: 'X0542811101', digits: 12 },
  PL: { bank: '10901014', digits: 16 },
  AE: { bank: '033', digits: 16 },
};

/** Check digits by ISO 7064 mod 97-10, so that it passes where a real one would. Clients from elsewhere bank in Cyprus. */
export function ibanOf(rng: Rng, of: string): { iban: string; country: string } {
  const country = banks[of] ? of : 'CY';
  const { bank, digits } = banks[country] ?? { bank: '00200128', digits: 16 };
  const account = Array.from({ length: digits }, () => between(rng, 0, 9)).join('');
  const rest = [...`${bank}${account}${country}00`].map((sign) => Number.parseInt(sign, 36)).join('');
  let remainder = 0;
  for (const digit of rest) remainder = (remainder * 10 + Number(digit)) % 97;
  return { iban: `${country}${String(98 - remainder).padStart(2, '0')}${bank}${account}`, country };
}
