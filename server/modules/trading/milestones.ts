import type { Id } from '@/server/kernel/ids';
import type { Uow } from '@/server/kernel/uow';
import { advance } from '@/server/modules/clients';
import { traderOf } from './client-facts';

/** First account with play money. */
export async function reachedDemo(uow: Uow, client: Id<'client'>): Promise<void> {
  const { tradingFacet } = await traderOf(uow, client);
  if (tradingFacet === 'none') await advance(uow, client, 'trading', 'open_demo', 'demo_account_opened');
}

/** A deal on a live account: the first one, or one after a long sleep. */
export async function hasTraded(uow: Uow, client: Id<'client'>): Promise<void> {
  const { tradingFacet } = await traderOf(uow, client);
  if (tradingFacet !== 'live') await advance(uow, client, 'trading', 'go_live', 'live_deal_recorded');
}

export async function fellAsleep(uow: Uow, client: Id<'client'>): Promise<boolean> {
  const { tradingFacet } = await traderOf(uow, client);
  if (tradingFacet !== 'live') return false;
  await advance(uow, client, 'trading', 'fall_asleep', 'no_deal_for_long');
  return true;
}
