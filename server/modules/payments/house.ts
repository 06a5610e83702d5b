import type { Ctx } from '@/server/kernel/context';
import type { PspPort } from './ports';
import { lookupOfAttempt } from './sendings';

/** What happened in the world is recorded by the house, whoever asked. */
export const asHouse = (ctx: Ctx): Ctx => {
  const { idempotencyKey: _one, ...rest } = ctx;
  return { ...rest, credential: { kind: 'job', name: 'payments' } };
};

export const portOf = (ctx: Ctx, tenantId: string, connectionId: string): Promise<PspPort> =>
  ctx.ports.psp.of(tenantId, connectionId);

/** The tenant's uuid, which ports are addressed by; a slug in the context is resolved by the funnel only. */
export async function tenantIdOf(ctx: Ctx): Promise<string> {
  if ('id' in ctx.tenant) return ctx.tenant.id;
  return lookupOfAttempt.tenantId(asHouse(ctx));
}
