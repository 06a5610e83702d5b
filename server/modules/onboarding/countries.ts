import { Refusal } from '@/server/kernel/errors';
import type { LocalDate } from '@/server/kernel/time';

/** ISO 3166-1 alpha-2. */
export type CountryCode = string;

/**
 * Kept apart, because they mean different things: `legal_block` (sanctions law), `licence_block` (no licence to serve retail CFDs there),
 * FATF lists (risk, and enhanced checks; FATF itself says that grey listing calls for no block).
 */
export type CountryList = 'legal_block' | 'licence_block' | 'fatf_call_for_action' | 'fatf_increased_monitoring';

export type CountryEntry = {
  readonly list: CountryList;
  readonly country: CountryCode;
  readonly source: string;
  readonly effectiveFrom: LocalDate;
  /** First day on which it no longer holds. */
  readonly effectiveTo: LocalDate | null;
  readonly reviewedAt: LocalDate;
  /** False: seen only in secondary sources; the desk shows it as "to be confirmed". */
  readonly verified: boolean;
};

const REVIEWED = '2026-10-01';
const PLENARY = { jun25: '2025-06-13', oct25: '2025-10-24', feb26: '2026-02-13', jun26: '2026-06-30' } as const;

function entries(
  list: CountryList,
  countries: string,
  source: string,
  effectiveFrom: LocalDate,
  effectiveTo: LocalDate | null = null,
  verified = true,
): CountryEntry[] {
  const rest = { source, effectiveFrom, effectiveTo, reviewedAt: REVIEWED, verified };
  return countries.split(' ').map((country) => ({ list, country, ...rest }));
}

const fatf = (plenary: string) => `FATF, jurisdictions under increased monitoring, ${plenary}`;

/** Seed pack; a tenant's own rows are added to it. */
export const countrySeed: readonly CountryEntry[] = [
  ...entries('legal_block', 'KP', 'UN S/RES/1718 (2006) and successors; OFAC 31 CFR 510', '2006-10-14'),
  ...entries('legal_block', 'IR', 'OFAC 31 CFR 560; UN measures of S/RES/1929 resumed', '2025-09-28', null, false),
  ...entries(
    'licence_block',
    'US',
    'Commodity Exchange Act 2(c): retail FX by registered dealers only',
    '2010-10-18',
    null,
    false,
  ),
  ...entries(
    'licence_block',
    'JP',
    'Financial Instruments and Exchange Act: registration required',
    '2007-09-30',
    null,
    false,
  ),
  ...entries(
    'licence_block',
    'BE',
    'FSMA regulation of 26 May 2016: no leveraged OTC derivatives to consumers',
    '2016-08-18',
    null,
    false,
  ),
  ...entries(
    'fatf_call_for_action',
    'KP IR',
    'FATF, high-risk jurisdictions, call for action (counter-measures)',
    '2020-02-21',
  ),
  ...entries(
    'fatf_call_for_action',
    'MM',
    'FATF, high-risk jurisdictions, call for action (enhanced due diligence)',
    '2022-10-21',
  ),
  ...entries('fatf_increased_monitoring', 'BF MZ NG ZA', fatf('left October 2025'), PLENARY.jun25, PLENARY.oct25),
  ...entries('fatf_increased_monitoring', 'DZ NA', fatf('left June 2026'), PLENARY.jun25, PLENARY.jun26),
  ...entries('fatf_increased_monitoring', 'KW PG', fatf('added February 2026'), PLENARY.feb26),
  ...entries('fatf_increased_monitoring', 'BA IQ', fatf('added June 2026'), PLENARY.jun26),
  // The base list was not read at its source; the plenary of October 2026 is still to be checked.
  ...entries(
    'fatf_increased_monitoring',
    'AO BO BG CM CI CD HT KE LA LB MC NP SS SY VE VN VG YE',
    fatf('June 2025'),
    PLENARY.jun25,
    null,
    false,
  ),
];

const inForce = (entry: CountryEntry, on: LocalDate): boolean =>
  entry.effectiveFrom <= on && (entry.effectiveTo === null || on < entry.effectiveTo);

export function countryEntries(rows: readonly CountryEntry[], country: CountryCode, on: LocalDate): CountryEntry[] {
  return rows.filter((row) => row.country === country && inForce(row, on));
}

export type CountryRisk = 'standard' | 'increased_monitoring' | 'call_for_action';

export function countryRisk(rows: readonly CountryEntry[], country: CountryCode, on: LocalDate): CountryRisk {
  const lists = new Set(countryEntries(rows, country, on).map(({ list }) => list));
  if (lists.has('fatf_call_for_action')) return 'call_for_action';
  return lists.has('fatf_increased_monitoring') ? 'increased_monitoring' : 'standard';
}

/** Why nobody of this country may be served; empty when he may. */
export const countryBlocks = (rows: readonly CountryEntry[], country: CountryCode, on: LocalDate): CountryEntry[] =>
  countryEntries(rows, country, on).filter(({ list }) => list === 'legal_block' || list === 'licence_block');

export function parseCountry(text: string, field?: string): CountryCode {
  const code = text.trim().toUpperCase();
  if (countryName(code) !== null) return code;
  throw new Refusal('invalid', 'not_a_country', field === undefined ? {} : { field });
}

const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
// Codes that Unicode names though ISO 3166-1 assigns no country to them.
const notCountries = new Set(['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ', 'AC', 'CP', 'CQ', 'DG', 'EA', 'IC', 'TA']);

export function countryName(code: CountryCode): string | null {
  if (!/^[A-Z]{2}$/.test(code) || notCountries.has(code)) return null;
  // Retired codes (BU, DD, YU) still have a name.
  if (Intl.getCanonicalLocales(`und-${code}`)[0] !== `und-${code}`) return null;
  return names.of(code) ?? null;
}
