import { createHash, createHmac } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import {
  CanonicalError,
  canonicalHash,
  canonicalJson,
  hmac,
  hmacSha256Hex,
  sha256Hex,
} from '@/server/kernel/canonical';
import { toHex } from '@/server/kernel/encoding';

describe('canonical JSON', () => {
  test("RFC 8785 3.2.4: the specification's own example", () => {
    const input = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '€$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(input)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test('RFC 8785 3.2.3: names sort by UTF-16 code units', () => {
    const input = {
      '€': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '😀': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      ö: 'Latin Small Letter O With Diaeresis',
    };
    expect(Object.keys(JSON.parse(canonicalJson(input)) as object)).toHaveLength(7);
    expect(canonicalJson(input)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis",' +
        '"€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    );
  });

  test('amounts, instants and missing members', () => {
    const value = { amount: 9007199254740993n, at: new Date('2026-10-05T09:00:00.120Z'), note: undefined, z: -0 };
    expect(canonicalJson(value)).toBe('{"amount":"9007199254740993","at":"2026-10-05T09:00:00.120Z","z":0}');
    expect(canonicalJson([undefined, 1n])).toBe('[null,"1"]');
    expect(canonicalJson({ bytes: new Uint8Array([255, 0]) })).toBe('{"bytes":"_wA"}');
    expect(canonicalJson(JSON.parse('{"__proto__":1}'))).toBe('{"__proto__":1}');
  });

  test('a record of another realm is a record', () => {
    expect(canonicalJson(runInNewContext('({ b: [1], a: {} })'))).toBe('{"a":{},"b":[1]}');
  });

  test.each([
    ['NaN', { a: [Number.NaN] }, '$.a[0]'],
    ['a map', { a: new Map() }, '$.a'],
    ['a lone surrogate', { a: '\ud800' }, '$.a'],
    ['a lone surrogate in a name', { '\udc00': 1 }, '$'],
    ['a function', { a: () => 1 }, '$.a'],
    ['nothing', undefined, '$'],
    ['an invalid date', new Date('x'), '$'],
  ])('%s is refused and named', (_, value, path) => {
    expect(() => canonicalJson(value)).toThrow(CanonicalError);
    expect(() => canonicalJson(value)).toThrow(path);
  });

  test('a cycle is refused, a value met twice is not', () => {
    const shared = { x: 1 };
    expect(canonicalJson({ a: shared, b: shared })).toBe('{"a":{"x":1},"b":{"x":1}}');
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    expect(() => canonicalJson(loop)).toThrow('cycle at $.self');
  });
});

test('hashes agree with Node', async () => {
  expect(await sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(await sha256Hex('Größe')).toBe(createHash('sha256').update('Größe').digest('hex'));
  expect(await canonicalHash({ b: 1, a: 2n })).toBe(createHash('sha256').update('{"a":"2","b":1}').digest('hex'));
  expect(await hmacSha256Hex('secret', 'body')).toBe(createHmac('sha256', 'secret').update('body').digest('hex'));
  expect(toHex(await hmac('SHA-512', 'k', 'b'))).toBe(createHmac('sha512', 'k').update('b').digest('hex'));
});
