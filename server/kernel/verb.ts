import type { z } from 'zod';
import type { Ctx } from './context';
import { Refusal } from './errors';
import { type CommandSpec, isParked, type Parked, type QuerySpec, register, type Verb } from './registry';
import { runCommand } from './run-command';
import { runQuery } from './run-query';

export type { ApprovalNeed, Parked, Verb } from './registry';
export { isParked, verbs } from './registry';

export type Command<I extends z.ZodType, O extends z.ZodType> = ((
  ctx: Ctx,
  raw: z.input<I>,
) => Promise<z.output<O>>) & {
  readonly spec: CommandSpec<I, O>;
  /** Runs where the call may be parked for a second person. */
  readonly orPark: (ctx: Ctx, raw: z.input<I>) => Promise<z.output<O> | Parked>;
};

export type Query<I extends z.ZodType, O extends z.ZodType> = ((ctx: Ctx, raw: z.input<I>) => Promise<z.output<O>>) & {
  readonly spec: QuerySpec<I, O>;
};

/** The only way to write: grant → parse → tenant transaction → idempotency → run → audit → outbox → commit. */
export function command<I extends z.ZodType, O extends z.ZodType>(spec: CommandSpec<I, O>): Command<I, O> {
  // The registry only enumerates; each verb keeps its own precise types.
  register({ kind: 'command', spec: spec as unknown as Verb['spec'] });
  const orPark = (ctx: Ctx, raw: z.input<I>) => runCommand(spec, ctx, raw);
  const run = async (ctx: Ctx, raw: z.input<I>) => {
    const result = await orPark(ctx, raw);
    if (isParked(result))
      throw new Refusal('conflict', 'waiting_for_approval', { params: { approval: result.parked } });
    return result as z.output<O>; // not parked, so it is the verb's output
  };
  return Object.assign(run, { spec, orPark });
}

/** A read-only verb. Queries of one request that are in flight together share one transaction. */
export function query<I extends z.ZodType, O extends z.ZodType>(spec: QuerySpec<I, O>): Query<I, O> {
  register({ kind: 'query', spec: spec as unknown as Verb['spec'] });
  return Object.assign((ctx: Ctx, raw: z.input<I>) => runQuery(spec, ctx, raw), { spec });
}
