import { describe, expect, it } from 'vitest';
import { betrayals } from './betrayals';
import { addUp, type Coverage } from './chance';
import { simulate } from './life';

/** A minute in the usual run; `npm run test:long -- --from K --minutes M` goes on where an earlier one ended. */
const minutes = Number(process.env.SIM_MINUTES ?? 1);
const seedsMin = 5;
const first = Number(process.env.SIM_SEED ?? 1);
const only = process.env.SIM_ONLY === '1';
/** The usual run proves one of them, the long run all. */
const proven = process.env.SIM_BETRAYALS === 'all' ? betrayals : betrayals.slice(0, 1);
const seedsForBetrayal = 8;

const again = (seed: number) => `seed ${seed}; again: SIM_SEED=${seed} SIM_ONLY=1 npx vitest run tests/simulation`;

const mustHappen = [
  'deposit credited',
  'withdrawal paid',
  'refund settled',
  'operation to_trading applied',
  'operation to_transit applied',
  'GREEN then RED',
  'made good',
  'died',
];

/** Where money moves, and the worst that can happen there. */
const writes = [
  'stripe POST /v1/checkout/sessions',
  'stripe POST /v1/refunds',
  'mt5 balanceOperation',
  'mt5 createAccount',
];
const worst = ['lost', 'late', 'refused', 'repeated'];
const kindsMin = 2;

/** Steps that move money or a decision; a process has to have died at most of their boundaries. */
const steps = /^(payments-pay-out|payments-send|trading-(move|open|collect|fund|report)|onboarding-(request|fetch))/;
const deadShare = 0.8;
const seedsForCoverage = 5;

function requireCoverage(covered: Coverage): void {
  const struck = writes.map((place) => Object.keys(covered.get(place)?.struck ?? {}));
  expect(struck.flat()).toEqual(expect.arrayContaining(worst));
  for (const [i, place] of writes.entries()) expect(struck[i]?.length, place).toBeGreaterThanOrEqual(kindsMin);
  const boundaries = [...covered].filter(([name, { visits }]) => steps.test(name) && visits >= seedsForCoverage);
  const dead = boundaries.filter(([, { struck }]) => struck.death);
  expect(boundaries.length, 'boundaries of steps that move something').toBeGreaterThan(20);
  expect(dead.length / boundaries.length, 'share of them at which a process has died').toBeGreaterThan(deadShare);
}

describe('the house under faults', () => {
  it('keeps every cent, and nobody waits for nobody', async () => {
    const until = Date.now() + minutes * 60_000;
    const done: number[] = [];
    const sums: Record<string, number> = {};
    const covered: Coverage = new Map();
    for (let seed = first; done.length < (only ? 1 : seedsMin) || (!only && Date.now() < until); seed += 1) {
      const { faults, seen, coverage } = await simulate(seed).catch((error: unknown) => {
        console.error(again(seed));
        throw error;
      });
      for (const [word, count] of Object.entries(seen)) sums[word] = (sums[word] ?? 0) + count;
      addUp(covered, coverage);
      done.push(seed);
      expect(faults, again(seed)).toEqual([]);
    }
    console.log(`seeds ${done[0]} to ${done.at(-1)} held; next: SIM_SEED=${first + done.length}`, sums);
    if (process.env.SIM_PLACES)
      for (const [name, { visits, struck }] of [...covered].sort()) console.log(visits, name, JSON.stringify(struck));
    if (only) return;
    expect(Object.keys(sums), 'the lives were too quiet to prove anything').toEqual(expect.arrayContaining(mustHappen));
    requireCoverage(covered);
  }, 3_600_000);

  it.skipIf(only).each(proven)(
    'notices when $name',
    async (betrayal) => {
      for (let seed = first; seed < first + seedsForBetrayal; seed += 1) {
        const { faults } = await simulate(seed, betrayal);
        if (faults.length === 0) continue;
        console.log(`seed ${seed} noticed that ${betrayal.name}:`, faults);
        return;
      }
      expect.fail(`nobody noticed in ${seedsForBetrayal} seeds that ${betrayal.name}`);
    },
    3_600_000,
  );
});
