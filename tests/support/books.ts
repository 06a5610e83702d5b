import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Ctx } from '@/server/kernel/context';
import { idFromUuid, idSchema } from '@/server/kernel/ids';
import { command } from '@/server/kernel/verb';
import { type Owner, type PostingSet, post } from '@/server/modules/ledger';
import type { TestTenant } from './house';
import { asOwner } from './owner';

/** A client that only exists to own accounts: rows without a journey. */
export async function bareOwner(tenant: TestTenant, count = 1): Promise<Owner[]> {
  return asOwner(tenant, async (query) => {
    const entity = randomUUID();
    const brand = randomUUID();
    await query(
      `insert into legal_entity (tenant_id, id, name, short_name, jurisdiction, base_currency, time_zone, cut_off, bank_calendar, trading_calendar, created_at)
       values ($1, $2, 'Test Ltd', 'Test', 'CY', 'EUR', 'Asia/Nicosia', '16:00', 'TARGET', 'FX', now())`,
      [tenant.id, entity],
    );
    await query(
      `insert into brand (tenant_id, id, entity_id, name, slug, color, color_dark, languages, created_at)
       values ($1, $2, $3, 'Test', $4, '#000000', '#ffffff', '{en}', now())`,
      [tenant.id, brand, entity, `b-${brand.slice(0, 8)}`],
    );
    const owners: Owner[] = [];
    for (let i = 0; i < count; i += 1) {
      const [person, client] = [randomUUID(), randomUUID()];
      await query('insert into person (tenant_id, id, created_at) values ($1, $2, now())', [tenant.id, person]);
      await query(
        `insert into client (tenant_id, id, number, person_id, entity_id, brand_id, display_name, language, verification, funding,
           trading, relationship, stage, tier, tier_by_policy, registered_at, search)
         values ($1, $2, $3, $4, $5, $6, 'Bare', 'en', 'none', 'none', 'none', 'prospect', 'acquire', 'T0', 'T0', now(), '')`,
        [tenant.id, client, `B-${client.slice(0, 8)}`, person, entity, brand],
      );
      owners.push({ client: idFromUuid('client', client), entity: idFromUuid('entity', entity) });
    }
    return owners;
  });
}

const postSet = command({
  name: 'test.ledger.post',
  actors: ['job'],
  input: z.custom<PostingSet>(),
  output: z.object({ set: idSchema('transferSet'), holds: z.array(idSchema('ledgerHold')), isReplay: z.boolean() }),
  run: async (uow, set) => {
    const posted = await post(uow, set);
    if (posted.isReplay) uow.audit({ object: { type: 'transferSet', id: posted.set } });
    return { ...posted, holds: [...posted.holds] };
  },
});

/** One posting as a command of its own. */
export const booked = (ctx: Ctx, set: PostingSet) => postSet(ctx, set);
