import type { Ctx } from '@/server/kernel/context';
import { fromBase64, toBase64 } from '@/server/kernel/encoding';
import { Refusal } from '@/server/kernel/errors';

const logoMax = 64 * 1024;

/** A picture from outside becomes pixels of ours: whatever else was in the file is gone. */
export async function logoOf(ctx: Ctx, base64: string, field: string): Promise<string> {
  const png = await ctx.ports.images.toPng(fromBase64(base64), logoMax);
  if (!png) throw new Refusal('invalid', 'logo_unreadable', { field });
  return toBase64(png);
}
