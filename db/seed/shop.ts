import type { Id } from '@/server/kernel/ids';
import { createApiKey } from '@/server/modules/access';
import { setBand } from '@/server/modules/risk';
import { hashList, loadList, storeList } from '@/server/modules/screening';
import { listConnections } from '@/server/modules/tenancy';
import { createOffer, listOffers, setLogins, setOfferState } from '@/server/modules/trading';
import type { Firm } from './firm';
import { demoList } from './listed';
import type { World } from './world';

export type OfferKey = 'standardEur' | 'standardUsd' | 'rawEur' | 'practiceEur' | 'classicUsd' | 'proUsd' | 'swapFree';
export type Shop = {
  readonly connectionId: Id<'connection'>;
  readonly pspAccount: string;
  readonly offers: Readonly<Record<OfferKey, Id<'offer'>>>;
};

type Offer = Omit<Parameters<typeof createOffer>[1], 'connectionId'>;

/** What is sold under each licence. Group names are those of the demo's trading server. */
function assortment({ cy, sc }: Firm['entities']): Record<OfferKey, Offer> {
  const live = (group: string, currency: string, more: Partial<Offer>): Offer => ({
    name: group,
    environment: 'live',
    currency,
    groupName: `real\\${group}`,
    closeOnlyGroup: `real\\${group}-CO`,
    leverageDefault: 30,
    leverageMax: 30,
    minDepositMinor: 10_000n,
    ...more,
  });
  return {
    standardEur: live('EUR-RETAIL-30', 'EUR', {
      name: 'Standard',
      entityId: cy,
      description: 'No commission, spread from 0.8 pips',
      position: 10,
    }),
    standardUsd: live('USD-RETAIL-30', 'USD', {
      name: 'Standard (USD)',
      entityId: cy,
      description: 'No commission, spread from 0.8 pips',
      position: 20,
    }),
    rawEur: live('EUR-PRO-200', 'EUR', {
      name: 'Raw',
      entityId: cy,
      leverageMax: 200,
      description: 'Raw spread, 3.50 a lot and side',
      minDepositMinor: 50_000n,
      position: 30,
    }),
    practiceEur: {
      name: 'Practice',
      environment: 'demo',
      currency: 'EUR',
      entityId: null,
      groupName: 'demo\\EUR-STD-100',
      leverageDefault: 30,
      leverageMax: 100,
      demoBalanceMinor: 1_000_000n,
      description: 'Play money, live prices',
      position: 90,
    },
    classicUsd: live('USD-STD-500', 'USD', {
      name: 'Classic',
      entityId: sc,
      leverageDefault: 200,
      leverageMax: 500,
      description: 'No commission, leverage up to 1:500',
      position: 40,
    }),
    proUsd: live('USD-PRO-200', 'USD', {
      name: 'Pro',
      entityId: sc,
      leverageDefault: 100,
      leverageMax: 200,
      description: 'Raw spread, 3.50 a lot and side',
      minDepositMinor: 100_000n,
      position: 50,
    }),
    swapFree: live('USD-ISLAMIC-500', 'USD', {
      name: 'Swap-free',
      entityId: sc,
      closeOnlyGroup: null,
      leverageDefault: 100,
      leverageMax: 500,
      isSwapFree: true,
      description: 'Without overnight interest',
      position: 60,
    }),
  };
}

/** Offers, login numbers, risk bands, lists and a key for a partner: what a broker sets up before the first client comes. */
export async function stockShop(world: World, firm: Firm): Promise<Shop> {
  const { dealing, administrator } = firm.staff;
  const { rows } = await listConnections(await administrator.ctx(true), {});
  const connectionId = rows.find((row) => row.port === 'platform')?.id;
  if (!connectionId) throw new Error('the demo has no trading platform');
  await setLogins(await dealing.ctx(true), { connectionId, first: 7_100_001n, last: 7_199_999n });
  // The sandbox came with a general assortment; this group sells its own.
  for (const { id } of (await listOffers(await dealing.ctx(true), {})).rows)
    await setOfferState(await dealing.ctx(true), { id, state: 'closed' });
  const offers: Partial<Record<OfferKey, Id<'offer'>>> = {};
  for (const [key, offer] of Object.entries(assortment(firm.entities)) as [OfferKey, Offer][])
    offers[key] = (await createOffer(await dealing.ctx(true), { ...offer, connectionId })).id;
  const bands = { EURUSD: '40', GBPUSD: '25', USDJPY: '25', XAUUSD: '8', US500: '60', GER40: '30', BTCUSD: '3' };
  for (const [symbol, lots] of Object.entries(bands)) await setBand(await dealing.ctx(true), { symbol, lots });
  const list = await hashList(
    await loadList({ format: 'un_xml', source: 'un_consolidated', file: [demoList(world.now())] }),
  );
  await world.platform.transaction(({ db }) => storeList(db, list, world.now(), { accept: true }));
  await createApiKey(await administrator.ctx(true), { name: 'Reporting warehouse', scopes: ['read:clients.*'] });
  const sandbox = world.estate.sandboxes.list().find(({ tenant }) => tenant === firm.tenant.slug);
  if (!sandbox) throw new Error('the demo has no sandbox');
  return { connectionId, pspAccount: sandbox.stripe.account, offers: offers as Shop['offers'] }; // every key was made above
}
