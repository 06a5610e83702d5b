import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDecimal, formatMinor } from '@/app/_ui/number';
import { formatDuration } from '@/app/_ui/time/duration';

describe('money in minor units', () => {
  test.each([
    [124050n, 2, 'auto', '1,240.50'],
    [-31240n, 2, 'auto', '\u2212312.40'],
    [-31240n, 2, 'accounting', '(312.40)'],
    [400000n, 2, 'always', '+4,000.00'],
    [0n, 2, 'always', '0.00'],
    [5n, 8, 'auto', '0.00000005'],
    [150000n, 0, 'auto', '150,000'],
    [-1n, 3, 'auto', '\u22120.001'],
    [9007199254740993n, 2, 'auto', '90,071,992,547,409.93'],
    [-5n, 2, 'never', '0.05'],
  ] as const)('%s with %s digits, %s → %s', (minor, exponent, sign, text) => {
    expect(formatMinor(minor, exponent, sign)).toBe(text);
  });

  test('loses no digit, whatever the amount', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }),
        fc.integer({ min: 0, max: 8 }),
        (minor, exponent) => {
          const plain = formatMinor(minor, exponent).replaceAll(',', '').replace('\u2212', '-').replace('.', '');
          expect(BigInt(plain)).toBe(minor);
        },
      ),
    );
  });
});

describe('decimals as text', () => {
  test.each([
    ['-1234.50', 'auto', '\u22121,234.50'],
    ['0.00', 'always', '0.00'],
    ['-0.00', 'auto', '0.00'],
    ['12', 'always', '+12'],
    ['1e5', 'auto', '1e5'],
    [1204, 'auto', '1,204'],
  ] as const)('%s, %s → %s', (value, sign, text) => {
    expect(formatDecimal(value, sign)).toBe(text);
  });
});

test.each([
  [0, '0 s'],
  [9_400, '9 s'],
  [59_999, '59 s'],
  [42 * 60_000 + 59_000, '42 m'],
  [78 * 60_000, '1 h 18 m'],
  [3_600_000, '1 h'],
  [-76 * 3_600_000, '3 d 4 h'],
])('a duration of %s ms reads %s', (ms, text) => {
  expect(formatDuration(ms).replaceAll('\u00a0', ' ')).toBe(text);
});
