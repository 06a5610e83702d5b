import { type LeakKey, leakKeys, leakOf } from '@/server/modules/reporting/leak-contract';
import type { World } from './world';

/** Whom each place of the leak board waits for. */
const awaited = new Map(leakKeys.map((key: LeakKey) => [key as string, leakOf(key).waitsOn]));

/**
 * Every client is moving (he trades), waits on somebody whom a place of the leak board names, or his road has ended (closed, refused; expired with
 * an item that says so). Whoever is none of these has fallen between two stations where nobody looks.
 */
export async function fallenBetween(world: World): Promise<string[]> {
  const rows = await world.rows<{ id: string; stage: string; verification: string; leaks: string[] }>(
    `select c.id, c.stage, c.verification,
       array(select distinct p.leak from report_passage p where p.tenant_id = c.tenant_id and p.client_id = c.id and p.left_at is null) as leaks
     from client c where c.tenant_id = $1 and c.relationship <> 'closed' and c.verification <> 'rejected'
       and not exists (select from trading_account t where t.tenant_id = c.tenant_id and t.client_id = c.id
         and t.environment = 'live' and t.first_deal_at is not null and c.funding = 'funded')
       and not (c.verification = 'expired' and exists (select from work_item w
         where w.tenant_id = c.tenant_id and w.client_id = c.id and w.closed_at is null))`,
  );
  return rows
    .filter(({ leaks }) => !leaks.some((leak) => awaited.has(leak)))
    .map(
      ({ id, stage, verification }) => `client ${id} in ${stage}, ${verification}, neither moves nor waits for anybody`,
    );
}
