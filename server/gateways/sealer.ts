import { sql } from 'drizzle-orm';
import type { PlatformDatabase } from '@/db/platform-client';
import type { Clock } from '@/server/kernel/clock';
import type { KeyRing } from '@/server/kernel/keys';
import { logSigner, sealTenant } from '@/server/modules/audit';

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

/** Seals every tenant that has something to seal, in turns of one batch each. Returns how many entries were sealed. */
export async function sealAll(platform: PlatformDatabase, clock: Clock, keys: KeyRing): Promise<number> {
  let sealed = 0;
  for (const tenantId of await waiting(platform)) {
    const signer = await logSigner(keys, tenantId);
    const result = await platform.asTenant(tenantId, ({ db }) => sealTenant(db, tenantId, signer, clock.now()));
    sealed += result.sealed;
  }
  return sealed;
}
