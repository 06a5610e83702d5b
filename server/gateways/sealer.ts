import { sql } from 'drizzle-orm';
import type { PlatformDatabase } from '@/db/platform-client';
import type { Clock } from '@/server/kernel/clock';
import type { KeyRing } from '@/server/kernel/keys';
import { type AuditRow, logSigner, sealTenant } from '@/server/modules/audit';

/** Tenants whose newest entry is not sealed yet. */
async function waiting(platform: PlatformDatabase): Promise<string[]> {
  return platform.transaction(async ({ db }) => {
    const { rows } = await db.execute<{ id: string }>(sql`
      select t.id from tenant t
      where exists (select from audit_entry e where e.tenant_id = t.id
        and e.xid >= coalesce((select e2.xid from audit_leaf l join audit_entry e2 on e2.tenant_id = l.tenant_id and e2.id = l.audit_id
          where l.tenant_id = t.id order by l.leaf_index desc limit 1), '0'::xid8)
        and not exists (select from audit_leaf l where l.tenant_id = e.tenant_id and l.audit_id = e.id))`);
    return rows.map((row) => row.id);
  });
}

export type OnSealed = (tenantId: string, entries: readonly AuditRow[]) => Promise<void>;

/**
 * Seals every tenant that has something to seal, in turns of one batch each. Returns how many entries were sealed.
 * Every change has an entry, so whoever wants to hear of changes hears of them here, after their commit and in order.
 */
export async function sealAll(
  platform: PlatformDatabase,
  clock: Clock,
  keys: KeyRing,
  onSealed?: OnSealed,
): Promise<number> {
  let sealed = 0;
  for (const tenantId of await waiting(platform)) {
    const signer = await logSigner(keys, tenantId);
    const result = await platform.asTenant(tenantId, ({ db }) => sealTenant(db, tenantId, signer, clock.now()));
    sealed += result.sealed;
    if (result.sealed > 0) await onSealed?.(tenantId, result.entries);
  }
  return sealed;
}
