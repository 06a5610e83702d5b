import { expect, test } from 'vitest';
import {
  Decimal,
  decimal,
  divideRounded,
  formatDecimal,
  formatPlaces,
  fromMinor,
  parseDecimal,
  round,
  toMinor,
  toMinorExact,
  toStep,
} from '@/server/kernel/decimal';
import { Refusal } from '@/server/kernel/errors';

test('only plain digits are a decimal', () => {
  for (const text of ['0', '-0.5', '1240.50', '00012', '0.00000001']) expect(() => parseDecimal(text)).not.toThrow();
  for (const text of ['', ' 1', '1e3', '+1', '.5', '5.', 'NaN', 'Infinity', '0x10', '1,5', '1'.repeat(39)]) {
    expect(() => parseDecimal(text, 'price')).toThrow(Refusal);
  }
});

test('a fraction never comes from a JavaScript number', () => {
  expect(formatDecimal(decimal(3))).toBe('3');
  expect(() => decimal(0.1)).toThrow('pass a string');
  expect(() => decimal(2 ** 60)).toThrow('pass a string');
});

test('text is plain and unique', () => {
  expect(formatDecimal(decimal('0.000000000000000001'))).toBe('0.000000000000000001');
  expect(formatDecimal(decimal('1500000000000000000000000'))).toBe('1500000000000000000000000');
  expect(formatDecimal(decimal('1.50'))).toBe('1.5');
  expect(formatDecimal(decimal('-0.00'))).toBe('0');
  expect(JSON.stringify({ price: decimal('0.0000001') })).toBe('{"price":"0.0000001"}');
  expect(formatPlaces(decimal('1.5'), 5)).toBe('1.50000');
  expect(() => formatPlaces(decimal('1.55'), 1)).toThrow('more than 1 places');
  expect(() => formatDecimal(decimal(1).div(0))).toThrow();
});

test('half even is the default, other modes are named', () => {
  expect(['0.5', '1.5', '2.5', '-0.5', '-1.5'].map((text) => formatDecimal(round(decimal(text), 0)))).toEqual([
    '0',
    '2',
    '2',
    '0',
    '-2',
  ]);
  expect(formatDecimal(round(decimal('-1.21'), 1, 'up'))).toBe('-1.3');
  expect(formatDecimal(round(decimal('-1.29'), 1, 'ceil'))).toBe('-1.2');
});

test('lots and ticks snap to their step', () => {
  expect(formatDecimal(toStep(decimal('0.2799'), decimal('0.01'), 'down'))).toBe('0.27');
  expect(formatDecimal(toStep(decimal('5301.38'), decimal('0.25')))).toBe('5301.5');
  expect(() => toStep(decimal(1), decimal(0))).toThrow();
});

test('minor units', () => {
  expect(toMinor(decimal('1240.505'), 2)).toBe(124050n);
  expect(toMinor(decimal('1240.515'), 2)).toBe(124052n);
  expect(toMinor(decimal('1240.519'), 2, 'down')).toBe(124051n);
  expect(toMinorExact(decimal('1240.519'), 2)).toBeNull();
  expect(toMinorExact(decimal('1240.5'), 2)).toBe(124050n);
  expect(formatDecimal(fromMinor(-9223372036854775807n, 8))).toBe('-92233720368.54775807');
});

test('a product of three int8 amounts is exact', () => {
  const max = 9223372036854775807n;
  expect(formatDecimal(decimal(max).mul(decimal(max)).mul(decimal(max)))).toBe((max * max * max).toString());
});

test('another user of decimal.js cannot change our rounding', async () => {
  const { default: theirs } = await import('decimal.js');
  theirs.set({ rounding: theirs.ROUND_UP, precision: 3 });
  expect(formatDecimal(round(new Decimal('2.5'), 0))).toBe('2');
  theirs.set({ defaults: true });
});

test('integer division in every mode', () => {
  const modes = ['half_even', 'down', 'up', 'floor', 'ceil'] as const;
  expect(modes.map((mode) => divideRounded(5n, 2n, mode))).toEqual([2n, 2n, 3n, 2n, 3n]);
  expect(modes.map((mode) => divideRounded(-5n, 2n, mode))).toEqual([-2n, -2n, -3n, -3n, -2n]);
  expect(modes.map((mode) => divideRounded(7n, -4n, mode))).toEqual([-2n, -1n, -2n, -2n, -1n]);
  expect(() => divideRounded(1n, 0n)).toThrow('division by zero');
});
