import { z } from 'zod';
import type { Ctx } from '@/server/kernel/context';
import { effect } from '@/server/kernel/effect';
import { found } from '@/server/kernel/errors';
import { command, type Query, query } from '@/server/kernel/verb';
import {
  ChangeRun,
  HouseHealth,
  JobsOverview,
  RunChanged,
  RunDetail,
  RunFilter,
  RunId,
  RunPage,
} from '../console-contract';
import { requirePlatform } from './platform';

const Nothing = z.object({});

/** A query about the house itself: rights are read in a transaction, the port is asked after it, never inside of it. */
function aboutTheHouse<I extends z.ZodType, O extends z.ZodType>(
  name: string,
  input: I,
  output: O,
  call: (ctx: Ctx, input: z.output<I>) => Promise<z.output<O>>,
): Query<I, O> {
  const gate = query({
    name,
    actors: ['staff'],
    input,
    output: z.unknown(),
    run: async (read, asked) => {
      requirePlatform(read);
      return asked;
    },
  });
  const ask = async (ctx: Ctx, raw: z.input<I>) => call(ctx, (await gate(ctx, raw)) as z.output<I>); // what the gate parsed
  return Object.assign(ask, {
    spec: { ...gate.spec, output, run: () => Promise.reject(new Error(`${name} is asked`)) },
  });
}

export const houseHealth = aboutTheHouse('tenancy.platform.health', Nothing, HouseHealth, async (ctx) => {
  const begun = performance.now();
  const database = ctx.database
    .acquire()
    .then((connection) => connection.query({ text: 'select 1' }).finally(() => connection.release()))
    .then(() => performance.now() - begun)
    .catch(() => null);
  const [databaseMs, engine, worker] = await Promise.all([
    database,
    ctx.ports.operations.engine(),
    ctx.ports.operations.worker(),
  ]);
  return { version: process.env.APP_VERSION ?? '0.1.0', databaseMs, engine, ...worker };
});

export const jobsOverview = aboutTheHouse('tenancy.job.overview', Nothing, JobsOverview, async (ctx) => {
  const engine = await ctx.ports.operations.engine();
  return { engine, functions: engine.kind === 'embedded' ? await ctx.ports.operations.functions() : [] };
});

export const listRuns = aboutTheHouse('tenancy.job.list', RunFilter, RunPage, (ctx, filter) =>
  ctx.ports.operations.runs(filter),
);

export const getRun = aboutTheHouse('tenancy.job.get', RunId, RunDetail, async (ctx, { runId }) =>
  found(await ctx.ports.operations.run(runId), 'run_not_found'),
);

const beginChange = command({
  name: 'tenancy.job.change',
  actors: ['staff'],
  auditRefusal: true,
  input: ChangeRun,
  output: ChangeRun,
  run: async (uow, input) => {
    requirePlatform(uow);
    uow.audit({ object: { type: 'job_run', id: input.runId }, reason: input.reason, facts: { change: input.change } });
    return input;
  },
});

const recordChange = command({
  name: 'tenancy.job.record_change',
  actors: ['staff'],
  input: RunId.extend(RunChanged.shape),
  output: RunChanged,
  run: async (uow, { runId, outcome }) => {
    requirePlatform(uow);
    uow.audit({ object: { type: 'job_run', id: runId }, facts: { outcome } });
    return { outcome };
  },
});

type Change = z.output<typeof ChangeRun>;
type Outcome = z.output<typeof RunChanged>;

/** Takes a run up again, or ends it: who asked and why is written before the engine hears of it, its answer after. */
export const changeRun = effect<z.input<typeof ChangeRun>, Change, Outcome, Outcome>({
  name: 'tenancy.job.change',
  begin: (ctx, input) => beginChange(ctx, input),
  call: async (ctx, { runId, change }) => ({ outcome: await ctx.ports.operations.change(runId, change) }),
  lost: () => ({ outcome: 'unknown' }),
  settle: (ctx, { runId }, { outcome }) => recordChange(ctx, { runId, outcome }),
});
