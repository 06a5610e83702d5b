import { initTRPC, TRPCError, type TRPCMutationProcedure, type TRPCQueryProcedure } from '@trpc/server';
import superjson from 'superjson';
import type { z } from 'zod';
import type { Ctx } from '@/server/kernel/context';
import type { Effect } from '@/server/kernel/effect';
import { httpStatusOf, isRefusal, Refusal, type RefusalKind } from '@/server/kernel/errors';
import type { Command, Query } from '@/server/kernel/verb';
import type { TrpcContext } from './context';

const codeOf: Record<RefusalKind, TRPCError['code']> = {
  invalid: 'UNPROCESSABLE_CONTENT',
  unauthenticated: 'UNAUTHORIZED',
  step_up: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  not_found: 'NOT_FOUND',
  conflict: 'CONFLICT',
  rejected: 'UNPROCESSABLE_CONTENT',
  rate_limited: 'TOO_MANY_REQUESTS',
  unavailable: 'SERVICE_UNAVAILABLE',
};

/** What a screen gets of a refusal: the reason is the key of its sentence in the messages. */
export type RefusalData = Pick<Refusal, 'kind' | 'reason' | 'detail'>;

const t = initTRPC.context<TrpcContext>().create({
  transformer: superjson,
  isDev: false, // stacks never leave the house
  errorFormatter({ shape, error, ctx }) {
    const refusal = isRefusal(error.cause) ? error.cause : inputRefusal(error);
    const data: RefusalData | null = refusal
      ? { kind: refusal.kind, reason: refusal.reason, detail: refusal.detail }
      : null;
    return {
      code: shape.code,
      message: data ? data.reason : 'internal',
      data: {
        code: shape.data.code,
        httpStatus: data ? httpStatusOf[data.kind] : shape.data.httpStatus,
        refusal: data,
        reference: ctx?.ctx.request.id ?? null,
      },
    };
  },
});

/** A request tRPC itself could not read is the caller's mistake, not ours. */
function inputRefusal(error: TRPCError): Refusal | null {
  if (error.code === 'NOT_FOUND') return new Refusal('not_found', 'no_such_operation');
  if (['PARSE_ERROR', 'BAD_REQUEST', 'UNSUPPORTED_MEDIA_TYPE'].includes(error.code))
    return new Refusal('invalid', 'request_unreadable');
  if (error.code === 'METHOD_NOT_SUPPORTED') return new Refusal('invalid', 'wrong_method');
  return null;
}

export const makeRouter = t.router;
export const makeCaller = t.createCallerFactory;

/** A module's `router.ts`: names to verbs, nested as the screens like to say them. */
export type Routes = { readonly [name: string]: AnyVerb | Routes };
type AnyVerb = Command<z.ZodType, z.ZodType> | Query<z.ZodType, z.ZodType> | Effect<never, unknown>;

export type Procedures<R> = {
  [K in keyof R]: R[K] extends Command<infer I, infer O>
    ? TRPCMutationProcedure<{ input: z.input<I>; output: z.output<O>; meta: unknown }>
    : R[K] extends Query<infer I, infer O>
      ? TRPCQueryProcedure<{ input: z.input<I>; output: z.output<O>; meta: unknown }>
      : // An interactive call to the world (a deposit's redirect): its begin verb checks the caller and the input.
        R[K] extends Effect<infer In, infer Out>
        ? TRPCMutationProcedure<{ input: In; output: Out | null; meta: unknown }>
        : Procedures<R[K]>;
};

// The funnel parses after it has checked the grant, so the transport hands the input on as it came.
const asItCame = (raw: unknown): unknown => raw;
const typed = t.procedure.use(async ({ next }) => {
  const result = await next();
  if (!result.ok && isRefusal(result.error.cause))
    throw new TRPCError({ code: codeOf[result.error.cause.kind], cause: result.error.cause });
  return result;
});

/** A dead session in a cookie must not keep anybody from what strangers may do, signing in above all. */
async function orAsStranger(
  verb: Exclude<AnyVerb, Effect<never, unknown>>,
  ctx: Ctx,
  input: unknown,
): Promise<unknown> {
  try {
    return await verb(ctx, input);
  } catch (error) {
    const isOver = isRefusal(error) && error.reason === 'session_ended' && verb.spec.actors.includes('anonymous');
    if (!isOver) throw error;
    return verb({ ...ctx, credential: { kind: 'anonymous' } }, input);
  }
}

function procedureOf(verb: AnyVerb): unknown {
  const builder = typed.input(asItCame);
  if ('effectName' in verb) return builder.mutation(({ ctx, input }) => verb(ctx.ctx, input as never));
  if ('orPark' in verb)
    return builder.mutation(({ ctx, input }) => {
      const { ctx: request, idempotencyKey } = ctx;
      return orAsStranger(verb, idempotencyKey ? { ...request, idempotencyKey } : request, input);
    });
  // All queries of one HTTP batch run on the same Ctx, so they share one read transaction.
  return builder.query(({ ctx, input }) => orAsStranger(verb, ctx.ctx, input));
}

/** Turns names → verbs into names → procedures with the verbs' exact types: one line per verb, nothing to forget. */
export function procedures<R extends object>(routes: R): Procedures<R> {
  const entries = Object.entries(routes).map(([name, value]: [string, AnyVerb | Routes]) => [
    name,
    typeof value === 'function' ? procedureOf(value) : procedures(value),
  ]);
  return Object.fromEntries(entries) as Procedures<R>; // the same keys, each made from its own verb
}
