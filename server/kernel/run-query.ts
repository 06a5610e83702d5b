import type { z } from 'zod';
import type { Connection } from '@/db/client';
import { requireGrant } from './access';
import type { Ctx } from './context';
import { isRefusal, type Refusal } from './errors';
import { fromDatabase } from './from-database';
import { type Entered, enter } from './funnel';
import { hitLimit } from './limits';
import { parseInput } from './parse';
import { recordRefusal } from './refusals';
import type { QuerySpec } from './registry';
import { maskerOf } from './sensitive';
import { observed } from './telemetry';
import { makeRead, type Read } from './uow';

type Shared = { connection: Promise<Connection>; entered: Promise<Entered>; users: number };

/** One read transaction per request: queries that overlap join it, the last one out commits. */
const open = new WeakMap<Ctx, Shared>();

function join(ctx: Ctx): Shared {
  const present = open.get(ctx);
  if (present) {
    present.users += 1;
    return present;
  }
  const connection = ctx.database.acquire();
  const shared = { connection, entered: connection.then((c) => enter(c, ctx, 'read')), users: 1 };
  open.set(ctx, shared);
  return shared;
}

async function part(ctx: Ctx, shared: Shared): Promise<void> {
  shared.users -= 1;
  if (shared.users > 0) return;
  if (open.get(ctx) === shared) open.delete(ctx);
  const connection = await shared.connection.catch(() => null);
  if (!connection) return;
  await connection.query({ text: 'commit' }).then(
    () => connection.release(),
    (error: Error) => connection.release(error),
  );
}

export async function runQuery<I extends z.ZodType, O extends z.ZodType>(
  spec: QuerySpec<I, O>,
  ctx: Ctx,
  raw: z.input<I>,
): Promise<z.output<O>> {
  return observed(ctx, spec.name, 'query', async () => {
    const shared = join(ctx);
    try {
      const { actor, tenant } = await shared.entered;
      requireGrant(actor, {
        name: spec.name,
        actors: spec.actors,
        isWrite: false,
        ownAccount: spec.ownAccount ?? false,
      });
      const input = parseInput(spec.input, raw);
      const { db } = await shared.connection;
      const result = await spec.run(makeRead({ db, tenant, actor, now: ctx.clock.now(), ctx }), input);
      const masker = maskerOf(spec.output);
      return (masker ? masker(result, actor) : result) as z.output<O>; // masking replaces strings by strings
    } catch (error) {
      if (isRefusal(error) && error.reason === 'address_not_allowed') await recordElsewhere(ctx, spec.name, error);
      throw fromDatabase(error, ctx, spec.name);
    } finally {
      await part(ctx, shared);
    }
  });
}

const recordedMinutes = 5;

/** A page that stays open elsewhere asks many times a minute: who came from where is kept once in a while. */
async function recordElsewhere(ctx: Ctx, verb: string, refusal: Refusal): Promise<void> {
  const who = ctx.credential.kind === 'session' ? ctx.credential.sessionId : ctx.credential.kind;
  try {
    await hitLimit(ctx, `elsewhere/${who}/${ctx.request.ip ?? 'nowhere'}`, 1, recordedMinutes * 60);
  } catch (error) {
    if (isRefusal(error)) return;
    throw error;
  }
  await recordRefusal(ctx, verb, null, refusal);
}

/** For transports that must read before a verb exists (session facts, brand): a read without a grant, in the same transaction. */
export async function peek<T>(ctx: Ctx, run: (read: Read) => Promise<T>): Promise<T> {
  const shared = join(ctx);
  try {
    const { actor, tenant } = await shared.entered;
    const { db } = await shared.connection;
    return await run(makeRead({ db, tenant, actor, now: ctx.clock.now(), ctx }));
  } finally {
    await part(ctx, shared);
  }
}
