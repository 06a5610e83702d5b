import { expect, test } from 'vitest';
import {
  countryBlocks,
  countryName,
  countryRisk,
  countrySeed,
  parseCountry,
} from '@/server/modules/onboarding/countries';

const grey = (on: string) =>
  [...new Set(countrySeed.map(({ country }) => country))]
    .filter((country) => countryRisk(countrySeed, country, on) === 'increased_monitoring')
    .sort()
    .join(' ');

test('increased monitoring follows the plenaries', () => {
  expect(grey('2026-07-01')).toBe('AO BA BG BO CD CI CM HT IQ KE KW LA LB MC NP PG SS SY VE VG VN YE');
  expect(grey('2025-09-01')).toBe('AO BF BG BO CD CI CM DZ HT KE LA LB MC MZ NA NG NP SS SY VE VG VN YE ZA');
  expect(countryRisk(countrySeed, 'NG', '2025-10-23')).toBe('increased_monitoring');
  expect(countryRisk(countrySeed, 'NG', '2025-10-24')).toBe('standard');
  expect(countryRisk(countrySeed, 'IQ', '2026-06-29')).toBe('standard');
});

test('call for action outranks', () => {
  for (const country of ['KP', 'IR', 'MM'])
    expect(countryRisk(countrySeed, country, '2026-10-05')).toBe('call_for_action');
});

test('blocks are of law or of licence, and FATF lists are neither', () => {
  const why = (country: string) => countryBlocks(countrySeed, country, '2026-10-05').map(({ list }) => list);
  expect([why('KP'), why('US'), why('VN'), why('MM'), why('DE')]).toEqual([
    ['legal_block'],
    ['licence_block'],
    [],
    [],
    [],
  ]);
});

test('every row has a source, a review and a real country', () => {
  for (const row of countrySeed) {
    expect(row.source).not.toBe('');
    expect(row.reviewedAt >= row.effectiveFrom).toBe(true);
    expect(row.effectiveTo === null || row.effectiveTo > row.effectiveFrom).toBe(true);
    expect(countryName(row.country)).not.toBeNull();
  }
});

test('country codes', () => {
  expect(parseCountry(' cy ')).toBe('CY');
  for (const code of ['XX', 'ZZ', 'YU', 'BU', 'EU', 'CYP', '', '1A'])
    expect(() => parseCountry(code, 'country')).toThrow('not_a_country');
});
