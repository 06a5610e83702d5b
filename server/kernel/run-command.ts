import type { z } from 'zod';
import type { Connection } from '@/db/client';
import { requireGrant } from './access';
import { parkForApproval } from './approvals';
import { canonicalHash } from './canonical';
import type { Actor, Ctx } from './context';
import { InvariantError, isRefusal, Refusal } from './errors';
import { fromDatabase } from './from-database';
import { type Entered, enter, leave } from './funnel';
import { hitLimits } from './limits';
import { parseInput } from './parse';
import { flawOf } from './readable';
import { toRows } from './record';
import { recordRefusal } from './refusals';
import { type CommandSpec, isParked, type Parked } from './registry';
import { maskerOf } from './sensitive';
import { fromStored, toStored } from './stored';
import { observed } from './telemetry';
import { type Ledgered, makeRead, makeUow, type Uow } from './uow';

const stepUpMinutes = 10;

type Spec<I extends z.ZodType, O extends z.ZodType> = CommandSpec<I, O>;
type Outcome<O extends z.ZodType> = z.output<O> | Parked;

export function runCommand<I extends z.ZodType, O extends z.ZodType>(
  spec: Spec<I, O>,
  ctx: Ctx,
  raw: z.input<I>,
): Promise<Outcome<O>> {
  return observed(ctx, spec.name, 'command', async () => {
    // An unreadable input is refused below, after the grant, and has no hash to claim its key with.
    const claim =
      ctx.idempotencyKey && !flawOf(raw)
        ? { key: ctx.idempotencyKey, hash: await canonicalHash(raw ?? null), verb: spec.name }
        : undefined;
    let connection: Connection | null = null;
    let entered: Entered | null = null;
    try {
      const counted = spec.limits ? spec.input.safeParse(raw) : null;
      // Bad input guesses nothing; it is refused below, after the grant.
      if (spec.limits && counted?.success) await hitLimits(ctx, spec.limits(counted.data, ctx));
      connection = await ctx.database.acquire();
      entered = await enter(connection, ctx, 'write', claim);
      const outcome = await insideTransaction(spec, ctx, raw, connection, entered, claim);
      connection.release();
      connection = null;
      return outcome;
    } catch (error) {
      if (connection) await rollBack(connection);
      if (isRefusal(error) && (spec.auditRefusal || error.kind === 'forbidden'))
        await recordRefusal(ctx, spec.name, entered?.actor ?? null, error);
      throw fromDatabase(error, ctx, spec.name);
    }
  });
}

async function insideTransaction<I extends z.ZodType, O extends z.ZodType>(
  spec: Spec<I, O>,
  ctx: Ctx,
  raw: z.input<I>,
  connection: Connection,
  entered: Entered,
  claim: { key: string; hash: string; verb: string } | undefined,
): Promise<Outcome<O>> {
  const { actor, tenant } = entered;
  requireGrant(actor, { name: spec.name, actors: spec.actors, isWrite: true, ownAccount: spec.ownAccount ?? false });
  if (spec.stepUp) requireStepUp(actor, ctx.clock.now());
  const input = parseInput(spec.input, raw);
  if (entered.claim?.state === 'conflict') throw new Refusal('conflict', 'idempotency_key_reused');
  if (entered.claim?.state === 'replay') {
    await connection.query({ text: 'rollback' });
    return shown(spec, replayed(spec, entered.claim.result), actor);
  }
  const record: Ledgered = { audits: [], events: [], decisions: [] };
  const read = makeRead({ db: connection.db, tenant, actor, now: ctx.clock.now(), ctx });
  const uow = makeUow(read, connection.query, spec.name, record);
  const outcome = await runOrPark(spec, uow, input, raw);
  if (record.audits.length === 0) throw new InvariantError(`${spec.name} changed something without a trace`);
  const rows = await toRows(uow, record, actor);
  const result = spec.secretOutput ? null : toStored(outcome);
  await leave(connection, { ...rows, ...(claim ? { idempotency: { ...claim, who: entered.who, result } } : {}) });
  if (record.events.length > 0) ctx.poke?.();
  return shown(spec, outcome, actor);
}

/** What is kept for a replay is the whole truth; each answer is masked for whoever gets it. */
function shown<I extends z.ZodType, O extends z.ZodType>(spec: Spec<I, O>, outcome: Outcome<O>, actor: Actor) {
  const masker = isParked(outcome) ? null : maskerOf(spec.output);
  return (masker ? masker(outcome, actor) : outcome) as Outcome<O>; // masking replaces strings by strings
}

async function runOrPark<I extends z.ZodType, O extends z.ZodType>(
  spec: Spec<I, O>,
  uow: Uow,
  input: z.output<I>,
  raw: z.input<I>,
): Promise<Outcome<O>> {
  const need = spec.approval ? await spec.approval(uow, input) : null;
  if (!need) return spec.run(uow, input);
  if (spec.secretInput) throw new InvariantError(`${spec.name} holds a secret and cannot wait for approval`);
  return { parked: await parkForApproval(uow, spec.name, raw, need) };
}

export function requireStepUp(actor: Actor, now: Date): void {
  if (!actor.userId) return; // jobs and webhooks have no person to ask
  const age = actor.steppedUpAt ? now.getTime() - actor.steppedUpAt.getTime() : Number.POSITIVE_INFINITY;
  if (age > stepUpMinutes * 60_000)
    throw new Refusal('step_up', 'prove_it_is_you', { params: { minutes: stepUpMinutes } });
}

function replayed<I extends z.ZodType, O extends z.ZodType>(spec: Spec<I, O>, stored: unknown): Outcome<O> {
  if (spec.secretOutput) throw new Refusal('conflict', 'already_done');
  return fromStored(stored) as Outcome<O>; // what this verb's run returned the first time
}

async function rollBack(connection: Connection): Promise<void> {
  await connection.query({ text: 'rollback' }).then(
    () => connection.release(),
    (error: Error) => connection.release(error),
  );
}
