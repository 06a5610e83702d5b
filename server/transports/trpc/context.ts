import type { Ctx } from '@/server/kernel/context';
import { ctxOf } from '../composition';
import { idempotencyKeyOf } from '../idempotency';
import { type Caller, callerOf } from '../session';

export type TrpcContext = {
  readonly ctx: Ctx;
  /** Only commands take it: a key names one write. */
  readonly idempotencyKey?: string;
};

/** One context per HTTP request, shared by all calls of a batch. */
export async function trpcContext(request: Request): Promise<TrpcContext> {
  const caller: Caller = await callerOf(request.headers);
  const key = idempotencyKeyOf(request.headers);
  return { ctx: await ctxOf(caller), ...(key ? { idempotencyKey: key } : {}) };
}
