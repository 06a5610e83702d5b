import type { Asset, Money } from '@/server/kernel/money';

/** Where nobody may be funded before he is verified: FCA SYSC 6.3, AUSTRAC and MAS want identity first. */
const verifiedFirst: ReadonlySet<string> = new Set(['GB', 'IE', 'DE', 'AU', 'NZ', 'SG', 'JP', 'CH']);

/** What may be deposited in all before verification; CySEC practice of 2,000 within 15 days, elsewhere the same number. */
export function depositCapOf(jurisdiction: string, baseCurrency: Asset): Money {
  return { minor: verifiedFirst.has(jurisdiction) ? 0n : 200_000n, asset: baseCurrency };
}
