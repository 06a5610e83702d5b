import fc from 'fast-check';

/** Appears in every hostile text, so that a log which quotes input is caught. */
export const canary = 'kanarienvogel';

type Path = readonly (string | number)[];

/** Where a value can be damaged: itself, each member, each element. */
export function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array)
    return [path];
  return [path, ...Object.entries(value).flatMap(([name, member]) => placesIn(member, [...path, name]))];
}

export function withValueAt(value: unknown, [first, ...rest]: Path, planted: unknown): unknown {
  if (first === undefined) return planted;
  const copy = Array.isArray(value) ? [...value] : { ...(value as Record<string, unknown>) }; // the path came from it
  const members = copy as Record<string, unknown>;
  const inner = withValueAt(members[first], rest, planted);
  // Assignment to __proto__ would set a prototype instead of a member.
  Object.defineProperty(copy, first, { value: inner, enumerable: true, configurable: true, writable: true });
  return copy;
}

const nested = (depth: number): unknown => JSON.parse(`${'{"a":['.repeat(depth)}1${']}'.repeat(depth)}`);

const texts: readonly string[] = [
  canary,
  ` ${canary} `,
  '',
  ' ',
  `${canary}\u0000`,
  `\ud83d${canary}`,
  `${canary}\udc00`,
  `\u202e${canary}\u200b\ufeff`,
  `${canary}${'\u0301'.repeat(60)}`,
  'İıſß🏳️‍🌈',
  `${canary}'; drop table client; --`,
  '%_\\%',
  '((((',
  '$1',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '__proto__',
  'constructor',
  'toString',
  'NaN',
  '-1',
  '1e400',
  '99999999999999999999999999',
  '0x10',
  '2026-02-31',
  '-271821-04-20T00:00:00.000Z',
  '99:99',
  'EUR',
  `a@${'b'.repeat(63)}.example`,
  canary.repeat(9_000),
];

const values: readonly unknown[] = [
  undefined,
  null,
  true,
  0,
  -0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53 - 1,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.MAX_VALUE,
  -1n,
  0n,
  2n ** 62n,
  2n ** 63n,
  10n ** 40n,
  new Date(0),
  new Date(8.64e15),
  new Date(-8.64e15),
  new Date(Number.NaN),
  [],
  {},
  Array.from({ length: 10_000 }, () => canary),
  nested(3_000),
  new Map([[canary, 1]]),
  new Set([canary]),
  /x/,
  Symbol.iterator,
  new Uint8Array(0),
  new Uint8Array([37, 80, 68, 70, 0, 255]),
  JSON.parse(`{"__proto__":{"isAdmin":true},"constructor":{"prototype":{}},"${canary}":1}`),
];

const hostile: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...texts) },
  { weight: 5, arbitrary: fc.constantFrom(...values) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 90 }).map((text) => canary + text) },
  { weight: 1, arbitrary: fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
  { weight: 1, arbitrary: fc.date() },
);

const names = ['extra', '__proto__', 'constructor', 'toString', `\u0000${canary}`, '\ud800', 'x'.repeat(5_000)];

/** A fitting input with one to three places damaged, or with members nobody asked for. */
export function hostileInputs(fitting: unknown): fc.Arbitrary<unknown> {
  const places = placesIn(fitting);
  const damage = fc.tuple(fc.constantFrom(...places), hostile);
  const extra = fc.tuple(
    fc.constantFrom(...places, []).chain((place) => fc.constantFrom(...names).map((name) => [...place, name])),
    hostile,
  );
  const isOpen = typeof fitting === 'object' && fitting !== null;
  return fc
    .array(isOpen ? fc.oneof({ weight: 5, arbitrary: damage }, { weight: 1, arbitrary: extra }) : damage, {
      minLength: 1,
      maxLength: 3,
    })
    .map((damages) =>
      damages.reduce<unknown>((value, [place, planted]) => {
        try {
          return withValueAt(value, place, planted);
        } catch {
          return value; // an earlier damage took the place away
        }
      }, fitting),
    );
}
