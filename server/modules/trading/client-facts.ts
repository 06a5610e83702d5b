import { found } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import type { Read } from '@/server/kernel/uow';
import { type Capability, clientStanding } from '@/server/modules/clients';
import type { ClientCategory } from './leverage';

/** What trading needs to know of a client, read through the clients' door in the caller's transaction. */
export type Trader = {
  readonly id: Id<'client'>;
  readonly entityId: Id<'entity'>;
  readonly number: string;
  readonly legalName: string;
  readonly email: string | null;
  /** Residence, ISO 3166-1 alpha-2. */
  readonly country: string | null;
  readonly tier: 'T0' | 'T1' | 'T2' | 'T3' | 'restricted';
  readonly category: ClientCategory;
  readonly verification: 'none' | 'applying' | 'in_review' | 'approved' | 'rejected' | 'expired';
  /** Of the legal entity. */
  readonly jurisdiction: string;
  readonly openAccount: Capability;
  readonly trade: Capability;
  /** Denied only by a dealer's signed exception. */
  readonly close: Capability;
  readonly transfer: Capability;
};

export async function traderOf(read: Read, id: Id<'client'>): Promise<Trader> {
  const { client, capabilities } = found(await clientStanding(read, id), 'client_not_found');
  const { entityId, number, legalName, email, country, tier, verification, jurisdiction } = client;
  const { openAccount, trade, close, transfer } = capabilities;
  return {
    id,
    entityId,
    number,
    legalName,
    email,
    country,
    tier,
    category: categoryOf(client.category),
    verification,
    jurisdiction,
    openAccount,
    trade,
    close,
    transfer,
  };
}

/** How a professional became one is the compliance desk's affair; product rules know three kinds. */
function categoryOf(category: string): ClientCategory {
  if (category === 'eligible_counterparty') return category;
  return category.endsWith('professional') ? 'professional' : 'retail';
}
