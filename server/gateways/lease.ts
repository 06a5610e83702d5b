import { sql } from 'drizzle-orm';
import type { PlatformDatabase } from '@/db/platform-client';
import type { Clock } from '@/server/kernel/clock';

export type Lease = { readonly epoch: bigint };
export type LeaseName = { readonly tenantId: string; readonly kind: string; readonly key: string };

/**
 * Takes or renews a lease. A new holder gets a higher epoch, which `kernel_enter` checks in the transaction that moves a cursor:
 * a holder that stalled past its time can no longer write. null when somebody else holds it.
 */
export async function takeLease(
  platform: PlatformDatabase,
  clock: Clock,
  name: LeaseName,
  holder: string,
  seconds: number,
): Promise<Lease | null> {
  const now = clock.now();
  const until = new Date(now.getTime() + seconds * 1_000);
  return platform.transaction(async ({ db }) => {
    const { rows } = await db.execute<{ epoch: string }>(sql`
      insert into lease as l (tenant_id, kind, key, holder, epoch, until)
      values (${name.tenantId}, ${name.kind}, ${name.key}, ${holder}, 1, ${until.toISOString()})
      on conflict (tenant_id, kind, key) do update set
        epoch = case when l.holder = excluded.holder then l.epoch else l.epoch + 1 end, holder = excluded.holder, until = excluded.until
        where l.holder = excluded.holder or l.until < ${now.toISOString()}
      returning epoch`);
    const epoch = rows[0]?.epoch;
    return epoch === undefined ? null : { epoch: BigInt(epoch) };
  });
}

export async function releaseLease(platform: PlatformDatabase, name: LeaseName, holder: string): Promise<void> {
  await platform.transaction(({ db }) =>
    db.execute(
      sql`update lease set until = '-infinity' where tenant_id = ${name.tenantId} and kind = ${name.kind} and key = ${name.key} and holder = ${holder}`,
    ),
  );
}
