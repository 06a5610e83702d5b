import type { Ctx } from '@/server/kernel/context';
import { ctxOf } from '../composition';
import { type Caller, callerOf } from '../session';

export type TrpcContext = {
  readonly ctx: Ctx;
  /** Only commands take it: a key names one write. */
  readonly idempotencyKey?: string;
};

const keyPattern = /^[\x21-\x7e]{8,200}$/;

export function idempotencyKeyOf(headers: Headers): string | undefined {
  const key = headers.get('idempotency-key');
  return key && keyPattern.test(key) ? key : undefined;
}

/** One context per HTTP request, shared by all calls of a batch. */
export async function trpcContext(request: Request): Promise<TrpcContext> {
  const caller: Caller = await callerOf(request.headers);
  const key = idempotencyKeyOf(request.headers);
  return { ctx: await ctxOf(caller), ...(key ? { idempotencyKey: key } : {}) };
}
