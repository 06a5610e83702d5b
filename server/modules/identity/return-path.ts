import type { Ctx } from '@/server/kernel/context';
import { type Id, uuidFromId } from '@/server/kernel/ids';
import { returnLocal } from '@/server/kernel/return-path';

/** Where a mail comes back to when it cannot be delivered; nothing when the deployment takes no mail back. */
export async function returnPathOf(ctx: Ctx, message: Id<'notification'>): Promise<{ returnPath?: string }> {
  const { bounceDomain } = ctx.ports.site;
  if (!bounceDomain || !('id' in ctx.tenant)) return {};
  return {
    returnPath: `${await returnLocal(ctx.keys, ctx.tenant.id, uuidFromId('notification', message))}@${bounceDomain}`,
  };
}
