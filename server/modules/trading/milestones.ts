import { z } from 'zod';
import type { Id } from '@/server/kernel/ids';
import type { Uow } from '@/server/kernel/uow';
import { command } from '@/server/kernel/verb';
import { advanceIfPossible } from '@/server/modules/clients';
import { clientsAsleep } from './repository/accounts';

/** First account with play money. */
export const reachedDemo = (uow: Uow, client: Id<'client'>) =>
  advanceIfPossible(uow, client, 'trading', 'open_demo', 'demo_account_opened');

/** A deal on a live account: the first one, or one after a long sleep. */
export const hasTraded = (uow: Uow, client: Id<'client'>) =>
  advanceIfPossible(uow, client, 'trading', 'go_live', 'live_deal_recorded');

const dayMs = 86_400_000;

/** Clients who have not traded for long become dormant: retention hears of it by their journey. */
export const putToSleep = command({
  name: 'trading.client.put_to_sleep',
  actors: ['job'],
  input: z.object({ days: z.number().int().min(1).max(3_650).default(90) }),
  output: z.object({ clients: z.number().int() }),
  run: async (uow, { days }) => {
    const ids = await clientsAsleep(uow, new Date(uow.now.getTime() - days * dayMs), 200);
    let clients = 0;
    for (const id of ids)
      if (await advanceIfPossible(uow, id, 'trading', 'fall_asleep', 'no_deal_for_long')) clients += 1;
    uow.audit({ object: { type: 'tenant', id: uow.tenant.id }, facts: { asleep: clients, days } });
    return { clients };
  },
});
