import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { isRefusal, type Refusal } from '@/server/kernel/errors';
import type { Verb } from '@/server/kernel/verb';
import { type Home, home } from '../support/people';
import { fingerprint, fuzzWorld } from './fuzz-world';
import { canary, hostileInputs } from './hostile';
import { allVerbs, call, sample } from './verbs';

const seed = Number(process.env.FUZZ_SEED ?? 20_260_501);
/** Inputs tried against a verb's schema; of these, how many of each kind go through the whole funnel. */
const tried = Number(process.env.FUZZ_RUNS ?? 60);
const sent = Math.ceil(tried / 10);
const atOnce = 6;

type Case = { verb: Verb; input: unknown; actor: string; fits: boolean };

const describeCase = ({ verb, input, actor }: Case) =>
  `${verb.spec.name} as ${actor} (seed ${seed}) ${inspect(input, { depth: 6, maxArrayLength: 3, maxStringLength: 60, breakLength: Infinity }).slice(0, 400)}`;

async function eachOf<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await run(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

describe('bad input', () => {
  let house: Home;
  let world: Awaited<ReturnType<typeof fuzzWorld>>;
  const fitting: Case[] = [];
  const broken: Case[] = [];

  beforeAll(async () => {
    house = await home();
    world = await fuzzWorld(house);
  });

  it('no schema throws, whatever it is given', () => {
    const wrong: string[] = [];
    for (const [index, verb] of allVerbs().entries()) {
      const { value } = sample(verb.spec.input, world.ids);
      const kinds = verb.spec.actors.filter((kind) => kind !== 'apiKey' && kind !== 'partner');
      const cases = fc
        .sample(fc.tuple(hostileInputs(value), fc.constantFrom(...(kinds.length > 0 ? kinds : ['staff']))), {
          seed: seed + index,
          numRuns: tried,
        })
        .map(([input, actor]) => ({ verb, input, actor, fits: false }));
      const parsed = cases.flatMap((one) => {
        try {
          return [{ ...one, fits: verb.spec.input.safeParse(one.input).success }];
        } catch (error) {
          wrong.push(`${describeCase(one)}: ${String(error).slice(0, 100)}`);
          return [];
        }
      });
      fitting.push(...parsed.filter(({ fits }) => fits).slice(0, sent));
      broken.push(...parsed.filter(({ fits }) => !fits).slice(0, Math.ceil(sent / 2)));
    }
    expect(wrong.slice(0, 40)).toEqual([]);
    expect(broken.length).toBeGreaterThan(allVerbs().length);
    expect(fitting.length).toBeGreaterThan(allVerbs().length);
  });

  it('what breaks a schema is refused by field and rule, and not a row changes', async () => {
    const before = await fingerprint(house, world.broker.tenantId);
    const wrong: string[] = [];
    await eachOf(broken, async (one) => {
      const { ctx, seen } = await world.as(one.actor, { idempotencyKey: randomUUID() });
      const answer = await call(one.verb, ctx, one.input).then(
        () => null,
        (error: unknown) => error,
      );
      if (!isRefusal(answer)) wrong.push(`${describeCase(one)}: ${String(answer).slice(0, 160)}`);
      else if (!namesTheRule(answer)) wrong.push(`${describeCase(one)}: ${answer.message}`);
      if (seen.committed) wrong.push(`${describeCase(one)} wrote`);
    });
    expect(wrong.slice(0, 40)).toEqual([]);
    expect(await fingerprint(house, world.broker.tenantId)).toEqual(before);
  });

  it('what fits a schema and is odd all the same is done or refused, never an error of ours', async () => {
    const wrong: string[] = [];
    let done = 0;
    await eachOf(fitting, async (one) => {
      const { ctx, seen } = await world.as(one.actor, { idempotencyKey: randomUUID() });
      const answer = await call(one.verb, ctx, one.input).then(
        () => null,
        (error: unknown) => error,
      );
      if (answer === null) done += 1;
      else if (!isRefusal(answer)) wrong.push(`${describeCase(one)}: ${reasonOf(answer)}`);
      else if (seen.committed) wrong.push(`${describeCase(one)} was refused and wrote`);
      if (isRefusal(answer) && answer.kind === 'unauthenticated') world.forget();
    });
    expect(wrong.slice(0, 40)).toEqual([]);
    expect(done).toBeGreaterThan(100);
  });

  it('no line of the log holds what was typed', () => {
    expect(world.lines.length).toBeGreaterThan(500);
    expect(world.lines.filter((line) => line.includes(canary)).slice(0, 5)).toEqual([]);
    // A value that only the database found unfit is one whose schema lacks a bound.
    expect(world.lines.filter((line) => line.includes('unfit_for_database'))).toEqual([]);
  });
});

const namesTheRule = ({ kind, detail }: Refusal) =>
  kind === 'invalid' &&
  (detail.issues ?? []).length > 0 &&
  (detail.issues ?? []).every(({ field, rule }) => typeof field === 'string' && rule.length > 0);

/** The driver wraps what the database said. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? ` ${String(cause.code)}` : '';
  return `${String(cause).slice(0, 160)}${code}${error instanceof Error ? (error.stack?.split('\n').find((line) => line.includes('server/modules')) ?? '') : ''}`;
}
