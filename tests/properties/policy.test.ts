import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { compileTable, decide, definePolicyPoint, fact, type PolicyRow } from '@/server/kernel/policy';

const point = definePolicyPoint({
  name: 'test.point',
  purpose: 'deposit',
  facts: { amount: fact.int('Amount'), country: fact.text('Country'), listed: fact.bool('Listed') },
  outcome: z.int(),
  default: -1,
});

const int64 = fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n });
const facts = fc.record({ amount: int64, country: fc.constantFrom('CY', 'DE', 'IR'), listed: fc.boolean() });
type Facts = { amount: bigint; country: string; listed: boolean };

/** A cell as text, and the same in TypeScript. */
const cell: fc.Arbitrary<{ source: string; holds: (f: Facts) => boolean }> = fc.oneof(
  int64.map((n) => ({ source: `amount > ${n}`, holds: (f: Facts) => f.amount > n })),
  int64.map((n) => ({ source: `amount == ${n}`, holds: (f: Facts) => f.amount === n })),
  fc.constantFrom('CY', 'DE', 'IR').map((c) => ({ source: `country != '${c}'`, holds: (f: Facts) => f.country !== c })),
  fc.constant({ source: 'country in ["CY", "DE"]', holds: (f: Facts) => f.country !== 'IR' }),
  fc.constant({ source: '!listed', holds: (f: Facts) => !f.listed }),
  fc.constant({ source: '', holds: () => true }),
);

test('a table decides as its rows read, first hit first, however large the amounts', () => {
  const row = fc.tuple(
    cell.filter(({ source }) => source !== ''),
    cell,
  );
  fc.assert(
    fc.property(fc.array(row, { maxLength: 8 }), facts, (drawn, given) => {
      const rows: PolicyRow[] = drawn.map(([a, b], i) => ({
        id: `r${i}`,
        when: { a: a.source, b: b.source },
        outcome: i,
      }));
      const compiled = compileTable(point, rows, 'v');
      if (!compiled.ok) throw new Error(JSON.stringify(compiled.errors));
      const expected = drawn.findIndex(([a, b]) => a.holds(given) && b.holds(given));
      const decision = decide(compiled.table, given);
      expect(decision.outcome).toBe(expected);
      expect(decision.why.passedOver).toHaveLength(expected < 0 ? rows.length : expected);
      expect(decide(compiled.table, given)).toEqual(decision);
    }),
  );
});

test('whatever is typed into a cell, compiling answers and deciding never throws', () => {
  const alphabet = [
    'amount',
    'country',
    'listed',
    ' ',
    '(',
    ')',
    '>',
    '==',
    '&&',
    '||',
    '!',
    '"a"',
    '7',
    '/',
    '*',
    '-',
    '[',
    ']',
    'in',
    '?',
    ':',
    '.',
    'x',
    "'",
  ];
  const source = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.array(fc.constantFrom(...alphabet), { maxLength: 14 }).map((parts) => parts.join(' ')),
  );
  fc.assert(
    fc.property(source, facts, (text, given) => {
      const compiled = compileTable(point, [{ id: 'r', when: { a: text }, outcome: 1 }], 'v');
      if (compiled.ok) expect([-1, 1]).toContain(decide(compiled.table, given).outcome);
      else expect(compiled.errors[0]).toMatchObject({ row: 0, column: 'a' });
    }),
    { numRuns: 1000 },
  );
});
