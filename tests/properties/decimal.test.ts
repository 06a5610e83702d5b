import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decimal,
  divideRounded,
  formatDecimal,
  fromMinor,
  type Rounding,
  round,
  toMinor,
  toMinorExact,
} from '@/server/kernel/decimal';

const int8 = fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n });
const exponent = fc.integer({ min: 0, max: 8 });
const mode = fc.constantFrom<Rounding[]>('half_even', 'down', 'up', 'floor', 'ceil');

test('minor units come back from decimals and from their text', () => {
  fc.assert(
    fc.property(int8, exponent, (minor, places) => {
      const value = fromMinor(minor, places);
      expect(toMinorExact(value, places)).toBe(minor);
      expect(toMinor(decimal(formatDecimal(value)), places)).toBe(minor);
    }),
  );
});

test('integer division agrees with decimal division and errs by less than one unit', () => {
  fc.assert(
    fc.property(
      int8,
      int8.filter((d) => d !== 0n),
      mode,
      (n, d, how) => {
        const result = divideRounded(n, d, how);
        expect(result.toString()).toBe(formatDecimal(round(decimal(n).div(decimal(d)), 0, how)));
        const error = result * d - n;
        expect((error < 0n ? -error : error) < (d < 0n ? -d : d)).toBe(true);
      },
    ),
  );
});

test('floor and ceil bracket every other mode', () => {
  fc.assert(
    fc.property(int8, fc.bigInt({ min: 1n, max: 10n ** 9n }), mode, (n, d, how) => {
      const result = divideRounded(n, d, how);
      expect(result >= divideRounded(n, d, 'floor') && result <= divideRounded(n, d, 'ceil')).toBe(true);
    }),
  );
});
