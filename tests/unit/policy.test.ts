import { describe, expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import {
  compileTable,
  decide,
  definePolicyPoint,
  fact,
  flowQuality,
  type PolicyRow,
  PolicyRows,
} from '@/server/kernel/policy';

const point = definePolicyPoint({
  name: 'payments.withdrawal.route',
  purpose: 'withdrawal',
  facts: {
    amountMinor: fact.int('Amount in minor units of the base currency'),
    netDepositsMinor: fact.int('Deposits less withdrawals'),
    tier: fact.oneOf('Tier', ['T0', 'T1', 'T2', 'T3', 'restricted']),
    holds: fact.listOf('Holds', ['aml', 'chargeback', 'legal']),
    country: fact.text('Country of residence'),
    toSameSource: fact.bool('Back to the instrument it came from'),
    at: fact.instant('When it was asked for'),
  },
  outcome: z.strictObject({ route: z.enum(['auto', 'review', 'refuse']), approvers: z.int().min(0).max(3) }),
  default: { route: 'review', approvers: 1 },
  onError: { route: 'review', approvers: 2 },
});

const facts = {
  amountMinor: 50_000n,
  netDepositsMinor: 80_000n,
  tier: 'T2',
  holds: [],
  country: 'CY',
  toSameSource: true,
  at: new Date('2026-10-05T09:00:00Z'),
} as const;

const rows: PolicyRow[] = [
  {
    id: 'named-hold',
    when: { holds: 'holds.size() > 0' },
    outcome: { route: 'review', approvers: 2 },
    note: 'Holds stop',
  },
  { id: 'night', when: { time: 'at.getHours("Asia/Nicosia") < 6' }, outcome: { route: 'review', approvers: 1 } },
  {
    id: 'small',
    when: { amount: 'amountMinor <= 100000', tier: 'tier in ["T2", "T3"]', source: 'toSameSource', note: '' },
    outcome: { route: 'auto', approvers: 0 },
  },
];

function table(list: readonly PolicyRow[] = rows) {
  const compiled = compileTable(point, PolicyRows.parse(list), 'v7');
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.errors));
  return compiled.table;
}

function errorsOf(when: Record<string, string>, outcome: unknown = { route: 'auto', approvers: 0 }) {
  const compiled = compileTable(point, [{ id: 'row', when, outcome }], 'v1');
  return compiled.ok ? [] : compiled.errors;
}

describe('decide', () => {
  test('the first row that hits, with its reasons', () => {
    const decision = decide(table(), facts);
    expectTypeOf(decision.outcome).toEqualTypeOf<{ route: 'auto' | 'review' | 'refuse'; approvers: number }>();
    expect(decision).toEqual({
      outcome: { route: 'auto', approvers: 0 },
      row: 'small',
      version: 'v7',
      why: {
        point: 'payments.withdrawal.route',
        facts,
        because: [
          { column: 'amount', cell: 'amountMinor <= 100000' },
          { column: 'tier', cell: 'tier in ["T2", "T3"]' },
          { column: 'source', cell: 'toSameSource' },
        ],
        passedOver: [
          { row: 'named-hold', column: 'holds', cell: 'holds.size() > 0' },
          { row: 'night', column: 'time', cell: 'at.getHours("Asia/Nicosia") < 6' },
        ],
      },
    });
    expect(decide(table(), { ...facts, holds: ['aml'] })).toMatchObject({
      row: 'named-hold',
      why: { note: 'Holds stop' },
    });
    expect(decide(table(), { ...facts, at: new Date('2026-10-05T00:30:00Z') }).row).toBe('night');
  });

  test('no row hits: the default of the point', () => {
    expect(decide(table(), { ...facts, tier: 'T1' })).toMatchObject({ row: null, outcome: point.default });
    expect(decide(table([]), facts)).toMatchObject({ row: null, version: 'v7', outcome: point.default });
  });

  test('amounts beyond 2^53 are exact', () => {
    const exact = table([{ id: 'x', when: { a: 'amountMinor > 9007199254740992' }, outcome: rows[0]?.outcome }]);
    expect(decide(exact, { ...facts, amountMinor: 9_007_199_254_740_993n }).row).toBe('x');
    expect(decide(exact, { ...facts, amountMinor: 9_007_199_254_740_992n }).row).toBeNull();
  });

  test('a row that cannot be evaluated decides carefully and says why', () => {
    const share = table([
      { id: 'share', when: { a: 'amountMinor / netDepositsMinor > 2' }, outcome: rows[2]?.outcome },
    ]);
    expect(decide(share, facts).why.error).toBeUndefined();
    expect(decide(share, { ...facts, netDepositsMinor: 0n })).toMatchObject({
      row: null,
      outcome: { route: 'review', approvers: 2 },
      why: { error: { row: 'share', column: 'a', message: 'division by zero' } },
    });
    const product = table([
      { id: 'big', when: { a: 'amountMinor * netDepositsMinor > 0' }, outcome: rows[2]?.outcome },
    ]);
    const huge = { ...facts, amountMinor: 2n ** 62n, netDepositsMinor: 4n };
    expect(decide(product, huge).why.error?.message).toContain('integer overflow');
  });

  test('facts are exactly those of the point', () => {
    const call = (given: object) => () => decide(table(), given as typeof facts);
    expect(call({ ...facts, amountMinor: 5 })).toThrow('fact "amountMinor" is not int');
    expect(call({ ...facts, amountMinor: 2n ** 63n })).toThrow('amountMinor');
    expect(call({ ...facts, tier: 'T9' })).toThrow('tier');
    expect(call({ ...facts, holds: ['whim'] })).toThrow('holds');
    expect(call({ ...facts, at: new Date('x') })).toThrow('at');
    expect(call({ ...facts, mood: 'good' })).toThrow('"mood" is no fact');
    const { country: _, ...missing } = facts;
    expect(call(missing)).toThrow('country');
  });
});

describe('compile', () => {
  test.each([
    ['an unknown fact', 'amount > 5', 'Unknown variable: amount', { start: 0, end: 6 }],
    ['text for a number', 'amountMinor > "5"', 'no such overload: int > string', { start: 0, end: 17 }],
    ['a number for yes or no', 'amountMinor', 'a cell is yes or no, this is int', undefined],
    ['broken syntax', 'amountMinor >', 'Unexpected token: EOF', { start: 13, end: 13 }],
    ['a fraction', 'amountMinor > 100.5', 'no fractions', { start: 14, end: 19 }],
    [
      'an integer beyond 64 bits',
      'amountMinor < 9223372036854775808',
      'beyond a 64-bit integer',
      { start: 14, end: 33 },
    ],
    ['a misspelt value', 'tier == "T9"', '"T9" is no tier: T0, T1', { start: 8, end: 12 }],
    ['a misspelt value in a list', 'tier in ["T1", "t2"]', '"t2" is no tier', { start: 15, end: 19 }],
    ['a misspelt hold', '!("amll" in holds)', '"amll" is no holds', { start: 2, end: 8 }],
    ['a regular expression', 'country.matches("(a+)+$")', '"matches" cannot be used', { start: 0, end: 25 }],
    ['a way around types', 'dyn(amountMinor) == "x"', '"dyn" cannot be used', { start: 0, end: 16 }],
    [
      'a float by conversion',
      'tier == "T1" || double(amountMinor) > double(5)',
      '"double" cannot',
      { start: 16, end: 35 },
    ],
    ['a call deep inside', 'holds.exists(h, h.matches("a"))', '"matches" cannot be used', { start: 16, end: 30 }],
    ['a monster', Array.from({ length: 120 }, () => 'toSameSource').join(' && '), 'maxAstNodes', undefined],
  ])('%s is named with its place', (_, cell, message, range) => {
    const [error, ...more] = errorsOf({ good: 'toSameSource', bad: cell });
    expect(more).toEqual([]);
    expect(error).toMatchObject({ row: 0, column: 'bad', message: expect.stringContaining(message) });
    if (range) expect(error?.range).toEqual(range);
  });

  test('an outcome that the point does not know', () => {
    expect(errorsOf({}, { route: 'maybe', approvers: 9 }).map(({ column }) => column)).toEqual([
      'outcome.route',
      'outcome.approvers',
    ]);
    expect(errorsOf({}, { route: 'auto', approvers: 0, note: 'x' }).map(({ column }) => column)).toEqual(['outcome']);
  });

  test('rows that can never be reached, and rows of one name', () => {
    const all = { id: 'all', when: { x: ' ' }, outcome: rows[2]?.outcome };
    const compiled = compileTable(point, [all, { ...all, id: 'more' }, all], 'v1');
    expect(compiled.ok ? [] : compiled.errors.map(({ row, message }) => [row, message])).toEqual([
      [1, 'never reached: row "all" above always hits'],
      [2, 'row "all" exists twice'],
      [2, 'never reached: row "all" above always hits'],
    ]);
  });

  test('every error of a table is reported at once', () => {
    expect(errorsOf({ a: 'nope', b: 'tier == "T9"' }, {}).map(({ column }) => column)).toEqual([
      'a',
      'b',
      'outcome.route',
      'outcome.approvers',
    ]);
  });
});

describe('restricted facts', () => {
  const make = (purpose: 'kyc' | 'withdrawal' | 'transfer' | 'complaint' | 'dealing') => () =>
    definePolicyPoint({
      name: 'x.y',
      purpose,
      facts: { toxicity: fact.int('Toxicity 0-100', flowQuality) },
      outcome: z.strictObject({ book: z.enum(['a', 'b']) }),
      default: { book: 'a' },
    });

  test.each(['kyc', 'withdrawal', 'transfer', 'complaint'] as const)('flow quality decides no %s', (purpose) => {
    expect(make(purpose)).toThrow(`x.y: fact "toxicity" is for dealing, not for ${purpose}`);
  });

  test('it may steer dealing', () => {
    expect(make('dealing')).not.toThrow();
  });

  test('a default must be an outcome', () => {
    expect(() =>
      definePolicyPoint({ name: 'x', purpose: 'kyc', facts: {}, outcome: z.int().max(3), default: 4 }),
    ).toThrow();
  });
});
