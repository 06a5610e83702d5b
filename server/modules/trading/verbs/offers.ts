import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { type Id, idSchema } from '@/server/kernel/ids';
import { requireReach } from '@/server/kernel/reach';
import type { Read, Uow } from '@/server/kernel/uow';
import { command, query } from '@/server/kernel/verb';
import { type Trader, traderOf } from '../client-facts';
import { ChangeOffer, ClientOffers, CreateOffer, LoginRangeInput, OfferRef, OfferState, OfferView } from '../contract';
import { leverageOffered } from '../decide-terms';
import {
  accountsUnder,
  allOffers,
  entityFacts,
  insertOffer,
  lockOffer,
  type OfferRow,
  type OfferWithConnection,
  platformConnection,
  setLoginRange,
  updateOffer,
} from '../repository/offers';

const audited = [
  'name',
  'groupName',
  'leverageDefault',
  'leverageMax',
  'leverageByClass',
  'countries',
  'tiers',
] as const;
const alsoAudited = ['categories', 'minDepositMinor', 'demoBalanceMinor', 'isSwapFree', 'accountsMax'] as const;

async function requireEntity(uow: Uow, id: Id<'entity'> | null | undefined): Promise<void> {
  if (id) found(await entityFacts(uow, id), 'entity_not_found');
}

export const createOffer = command({
  name: 'trading.offer.create',
  actors: ['staff', 'job'],
  input: CreateOffer,
  output: OfferRef,
  run: async (uow, input) => {
    const connection = found(await platformConnection(uow, input.connectionId), 'connection_not_found');
    await requireEntity(uow, input.entityId);
    if ((await allOffers(uow)).some(({ offer }) => offer.name === input.name))
      throw new Refusal('conflict', 'offer_name_taken', { field: 'name' });
    const id = uow.id('offer');
    const row = {
      ...input,
      id,
      description: input.description ?? null,
      entityId: input.entityId ?? null,
      closeOnlyGroup: input.closeOnlyGroup ?? null,
      state: 'open',
      createdAt: uow.now,
      changedAt: uow.now,
    };
    await insertOffer(uow, row);
    uow.audit({
      object: { type: 'offer', id },
      changes: Object.fromEntries([...audited, ...alsoAudited].map((field) => [field, [null, row[field]]])),
      facts: { platform: connection.vendor, environment: input.environment, currency: input.currency },
    });
    return { id };
  },
});

export const changeOffer = command({
  name: 'trading.offer.change',
  actors: ['staff', 'job'],
  input: ChangeOffer,
  output: OfferRef,
  run: async (uow, { id, ...input }) => {
    const before = found(await lockOffer(uow, id), 'offer_not_found');
    await requireEntity(uow, input.entityId);
    const taken = (await allOffers(uow)).some(({ offer }) => offer.name === input.name && offer.id !== id);
    if (taken) throw new Refusal('conflict', 'offer_name_taken', { field: 'name' });
    const set = {
      ...input,
      description: input.description ?? null,
      entityId: input.entityId ?? null,
      closeOnlyGroup: input.closeOnlyGroup ?? null,
      changedAt: uow.now,
    };
    await updateOffer(uow, id, set);
    uow.audit({
      object: { type: 'offer', id },
      changes: Object.fromEntries([...audited, ...alsoAudited].map((field) => [field, [before[field], set[field]]])),
    });
    return { id };
  },
});

export const setOfferState = command({
  name: 'trading.offer.set_state',
  actors: ['staff', 'job'],
  input: OfferState,
  output: OfferRef,
  run: async (uow, { id, state }) => {
    const before = found(await lockOffer(uow, id), 'offer_not_found');
    await updateOffer(uow, id, { state, changedAt: uow.now });
    uow.audit({ object: { type: 'offer', id }, changes: { state: [before.state, state] } });
    return { id };
  },
});

/** Logins we may choose ourselves make account creation idempotent. */
export const setLogins = command({
  name: 'trading.login_range.set',
  actors: ['staff', 'job'],
  input: LoginRangeInput,
  output: z.object({ connectionId: idSchema('connection') }),
  run: async (uow, { connectionId, first, last }) => {
    found(await platformConnection(uow, connectionId), 'connection_not_found');
    if (last < first) throw new Refusal('invalid', 'range_is_empty', { field: 'last' });
    await setLoginRange(uow, connectionId, first, last);
    uow.audit({
      object: { type: 'connection', id: connectionId },
      changes: { logins: [null, `${first}-${last}`] },
    });
    return { connectionId };
  },
});

const view = ({ offer, connectionName, accounts }: OfferWithConnection & { accounts: number }): OfferView => ({
  ...offer,
  environment: offer.environment === 'demo' ? 'demo' : 'live',
  state: offer.state === 'open' ? 'open' : 'closed',
  connectionName,
  leverageByClass: { ...offer.leverageByClass },
  minDeposit: { minor: offer.minDepositMinor, asset: offer.currency },
  demoBalance: { minor: offer.demoBalanceMinor, asset: offer.currency },
  accounts,
});

export const listOffers = query({
  name: 'trading.offer.list',
  actors: ['staff', 'apiKey', 'job'],
  input: z.object({}),
  output: z.object({ rows: z.array(OfferView) }),
  run: async (read) => ({ rows: (await allOffers(read)).map(view) }),
});

const among = (list: readonly string[], value: string): boolean => list.length === 0 || list.includes(value);

/** Why this client may not have this offer; null when he may. */
export function whyNotOffered(offer: OfferRow, trader: Trader): string | null {
  if (offer.state !== 'open') return 'offer_closed';
  if (offer.entityId !== null && offer.entityId !== trader.entityId) return 'offer_of_another_entity';
  if (!among(offer.countries, trader.country ?? '')) return 'offer_not_in_country';
  if (!among(offer.tiers, trader.tier)) return 'offer_not_for_tier';
  if (!among(offer.categories, trader.category)) return 'offer_not_for_category';
  return mayOpen(offer, trader) ? null : 'may_not_open_account';
}

/** Play money needs no verification, but nobody who is leaving or held gets a new account. */
function mayOpen(offer: OfferRow, { openAccount }: Trader): boolean {
  if (openAccount.state === 'allowed') return true;
  return offer.environment === 'demo' && openAccount.reasons.every((reason) => reason === 'verification_needed');
}

/** Of other countries, entities and categories nothing is said: that is not the client's affair. */
const tellable: ReadonlySet<string> = new Set([
  'offer_not_for_tier',
  'may_not_open_account',
  'too_many_accounts',
  'platform_not_connected',
]);

/** What a client may open now, each with the leverage he would get; and what he may not yet, and why. */
export const offersForClient = query({
  name: 'trading.offer.list_for_client',
  actors: ['client', 'staff', 'job'],
  input: z.object({ clientId: idSchema('client').nullish() }),
  output: ClientOffers,
  run: async (read, { clientId }) => {
    const trader = await traderFor(read, 'trading.offer.list_for_client', clientId ?? undefined);
    const answer: z.output<typeof ClientOffers> = { rows: [], missing: [] };
    for (const row of await allOffers(read, 'open')) {
      const { offer, vendor: platform } = row;
      const reason = await whyNotNow(read, row, trader);
      if (reason === null) {
        const { start, max } = await leverageOffered(read, { trader, offer, openPositions: 0 });
        const [leverage, leverageMax] = [start.account, max.account];
        if (max.account > 0)
          answer.rows.push({
            ...view(row),
            platform,
            leverage,
            leverageMax,
            byClass: max.byClass,
            because: [...max.because],
          });
      } else if (tellable.has(reason)) answer.missing.push({ ...view(row), reason });
    }
    return answer;
  },
});

async function whyNotNow(read: Read, row: OfferWithConnection, trader: Trader): Promise<string | null> {
  const reason = whyNotOffered(row.offer, trader);
  if (reason) return reason;
  if (row.connectionState !== 'active') return 'platform_not_connected';
  return (await accountsUnder(read, row.offer.id, trader.id)) >= row.offer.accountsMax ? 'too_many_accounts' : null;
}

/** Clients act for themselves; staff for clients in their reach. */
export async function traderFor(read: Read, verb: string, clientId: Id<'client'> | undefined): Promise<Trader> {
  const id = found(read.actor.kind === 'client' ? (clientId ?? read.actor.clientId) : clientId, 'client_not_found');
  await requireReach(read, verb, id);
  return traderOf(read, id);
}
