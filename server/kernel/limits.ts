import { sql } from 'drizzle-orm';
import type { Ctx } from './context';
import { Refusal } from './errors';
import type { Uow } from './uow';

export type Limit = { readonly key: string; readonly max: number; readonly seconds: number };

export async function hitLimits(ctx: Ctx, limits: readonly Limit[]): Promise<void> {
  for (const { key, max, seconds } of limits) await hitLimit(ctx, key, max, seconds);
}

/** Takes an attempt back that turned out to be honest, in the transaction of its success. */
export async function forgive(uow: Uow, key: string, all = false): Promise<void> {
  await uow.db.execute(sql`select forgive_rate_limit(${await uow.ctx.keys.pepper('rate-limit', key)}, ${all})`);
}

/** Counts an attempt outside the funnel and refuses above the limit. Keys hold hashes, never an e-mail or address as such. */
export async function hitLimit(ctx: Ctx, key: string, limit: number, windowSeconds: number): Promise<void> {
  const connection = await ctx.database.acquire();
  let waitMs: number;
  try {
    const { rows } = await connection.query(
      { text: "select hit_rate_limit($1, $2, $3 * interval '1 second', $4) as wait" },
      [await ctx.keys.pepper('rate-limit', key), limit, windowSeconds, ctx.clock.now()],
    );
    waitMs = Number(rows[0]?.wait ?? 0);
    connection.release();
  } catch (error) {
    connection.release(error as Error);
    throw error;
  }
  if (waitMs > 0)
    throw new Refusal('rate_limited', 'too_many_attempts', { params: { retryAfterSeconds: Math.ceil(waitMs / 1000) } });
}
