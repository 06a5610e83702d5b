import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '@/server/kernel/canonical';
import {
  fromBase58,
  fromBase64,
  fromBase64Url,
  fromHex,
  timingSafeEqual,
  toBase58,
  toBase64,
  toBase64Url,
  toHex,
} from '@/server/kernel/encoding';

const json = fc.jsonValue({ stringUnit: 'grapheme' });

function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, shuffled(member)]),
  );
}

test('canonical text is JSON, stable, and blind to the order of members', () => {
  fc.assert(
    fc.property(json, (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
      expect(canonicalJson(shuffled(value))).toBe(text);
    }),
  );
});

test('different values have different texts', () => {
  fc.assert(
    fc.property(json, json, (a, b) => {
      const normal = (value: unknown) => JSON.parse(JSON.stringify(value));
      const same = canonicalJson(a) === canonicalJson(b);
      expect(same).toBe(JSON.stringify(sorted(normal(a))) === JSON.stringify(sorted(normal(b))));
    }),
  );
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return ['array', value.map(sorted)];
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  // Marked as an object: without it {} and [] would be one.
  return ['object', members.map(([key, member]) => [key, sorted(member)])];
}

test('encodings come back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      expect(fromHex(toHex(bytes))).toEqual(bytes);
      expect(fromBase64(toBase64(bytes))).toEqual(bytes);
      expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes);
      expect(fromBase58(toBase58(bytes))).toEqual(bytes);
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
    }),
  );
});

test('constant-time comparison is equality', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 6 }), fc.uint8Array({ maxLength: 6 }), (a, b) => {
      expect(timingSafeEqual(a, b)).toBe(toHex(a) === toHex(b));
      expect(timingSafeEqual(a, a.slice())).toBe(true);
    }),
  );
});
