import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { flawOf } from '@/server/kernel/readable';

const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

describe('what no field may hold', () => {
  test.each([
    ['a null character', { a: { b: 'x\u0000' } }, 'a.b', 'unreadable'],
    ['half a character', { a: ['\ud83d'] }, 'a.0', 'unreadable'],
    ['a name with half a character', { a: { '\udc00': 1 } }, 'a', 'unreadable'],
    ['a number that is none', [Number.NaN], '0', 'unreadable'],
    ['infinity', { a: Number.POSITIVE_INFINITY }, 'a', 'unreadable'],
    ['a day that is none', { at: new Date(Number.NaN) }, 'at', 'unreadable'],
    ['a year before our era', { at: new Date(-8.64e15) }, 'at', 'unreadable'],
    ['a year of five digits', { at: new Date(8.64e15) }, 'at', 'unreadable'],
    ['a map', { a: new Map() }, 'a', 'unreadable'],
    ['a symbol', { a: Symbol.iterator }, 'a', 'unreadable'],
    ['a way into prototypes', JSON.parse('{"a":{"__proto__":{}}}'), 'a', 'unreadable'],
    ['another way into prototypes', JSON.parse('{"constructor":{}}'), '', 'unreadable'],
  ])('%s is refused where it is', (_, value, field, rule) => {
    expect(flawOf(value)).toMatchObject({ field, rule });
  });

  test('depth and size end before the stack does', () => {
    expect(flawOf(nested(39))).toBeNull();
    expect(flawOf(nested(50_000))).toMatchObject({ rule: 'too_deep' });
    expect(flawOf(Array.from({ length: 100_000 }, () => 1))).toBeNull();
    expect(flawOf(Array.from({ length: 100_001 }, () => 1))).toMatchObject({ rule: 'too_big' });
  });

  test('what our own callers send is fine', () => {
    const honest = {
      name: 'Zoë 🏳️‍🌈 \u202e',
      minor: 2n ** 62n,
      at: new Date('2026-10-05T09:00:00Z'),
      bytes: new Uint8Array(8),
      nothing: undefined,
      none: null,
      list: [1, -0, ''],
      otherRealm: runInNewContext('({ a: [{}] })') as unknown,
      bare: Object.create(null) as unknown,
    };
    expect(flawOf(honest)).toBeNull();
    for (const value of [undefined, null, '', 0, true]) expect(flawOf(value)).toBeNull();
  });
});
