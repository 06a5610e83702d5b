import { lt, sql } from 'drizzle-orm';
import type { PlatformDatabase } from '@/db/platform-client';
import { idempotency } from '@/db/schema/_kernel';
import { systemClock } from '@/server/kernel/clock';
import type { Gateway } from './gateways';

/** Longer than any caller repeats himself: jobs give up within days, and integrations are told this figure. */
export const keptDays = 30;
const batch = 5_000;

/** Forgets idempotency keys, and the answers kept with them, when nobody will ask with them again. */
export const keySweeper: Gateway = {
  name: 'key-sweeper',
  turn:
    ({ platform }) =>
    async () =>
      (await sweepKeys(platform, systemClock.now())) === batch ? 0 : 3_600_000,
};

export function sweepKeys(platform: PlatformDatabase, now: Date): Promise<number> {
  const before = new Date(now.getTime() - keptDays * 86_400_000);
  return platform.transaction(async ({ db }) => {
    const old = db.select({ at: sql`ctid` }).from(idempotency).where(lt(idempotency.createdAt, before)).limit(batch);
    const { rowCount } = await db.delete(idempotency).where(sql`ctid = any (array(${old}))`);
    return rowCount ?? 0;
  });
}
