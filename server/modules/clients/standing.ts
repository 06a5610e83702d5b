import { found, Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import type { Money } from '@/server/kernel/money';
import { requireReach } from '@/server/kernel/reach';
import type { Read, Uow } from '@/server/kernel/uow';
import { consult } from '@/server/modules/policy';
import {
  type Action,
  type Capabilities,
  type Capability,
  capabilitiesOf,
  type HoldReason,
  type Tier,
} from './capabilities';
import type { FacetState, Facets } from './journey';
import { legalName } from './names';
import { depositCap } from './policy';
import { type ClientRow, findStanding, type HoldRow } from './repository/clients';

export const facetsOf = (row: ClientRow): Facets =>
  // Each column is written by `advance` alone, from the tables of journey.ts.
  ({
    verification: row.verification,
    funding: row.funding,
    trading: row.trading,
    relationship: row.relationship,
  }) as Facets;

export type ClientStanding = {
  readonly client: {
    readonly id: Id<'client'>;
    readonly personId: Id<'person'>;
    readonly entityId: Id<'entity'>;
    readonly brandId: Id<'brand'>;
    readonly number: string;
    readonly legalName: string;
    readonly email: string | null;
    readonly tier: Tier;
    readonly category: string;
    readonly country: string | null;
    readonly verification: FacetState<'verification'>;
    readonly jurisdiction: string;
    readonly baseCurrency: string;
    readonly language: string;
    readonly timeZone: string | null;
    readonly introducerCode: string | null;
  };
  readonly facets: Facets;
  readonly holds: readonly HoldRow[];
  readonly capabilities: Capabilities;
  readonly closedAt: Date | null;
};

export type Found = NonNullable<Awaited<ReturnType<typeof findStanding>>>;

export async function standingOf(
  read: Read,
  { client, person, jurisdiction, baseCurrency, holds }: Found,
): Promise<ClientStanding> {
  const facets = facetsOf(client);
  const tier = client.tier as Tier; // written from the list of tiers
  return {
    client: {
      id: client.id,
      personId: client.personId,
      entityId: client.entityId,
      brandId: client.brandId,
      number: client.number,
      legalName: legalName(person) || client.displayName,
      email: client.email,
      tier,
      category: client.category,
      country: client.country,
      verification: facets.verification,
      jurisdiction,
      baseCurrency,
      language: client.language,
      timeZone: client.timeZone,
      introducerCode: client.introducerCode,
    },
    facets,
    holds,
    closedAt: client.closedAt,
    capabilities: await capabilitiesWith(read, { client, jurisdiction, baseCurrency, holds }, facets, tier),
  };
}

type Owner = Pick<Found, 'client' | 'jurisdiction' | 'baseCurrency' | 'holds'>;

async function capabilitiesWith(
  read: Read,
  { client, ...owner }: Owner,
  facets: Facets,
  tier: Tier,
): Promise<Capabilities> {
  return capabilitiesOf({
    facets,
    holds: owner.holds.map((hold) => ({ reason: hold.reason as HoldReason })), // written from the list of reasons
    tier,
    category: client.category,
    depositCap: await capBefore(read, owner, facets, tier),
    closeSuspended: client.closeSuspendedUntil !== null && client.closeSuspendedUntil > read.now,
  });
}

/** Asked only where an answer counts: who is verified has no cap, and who has not begun may not pay in at all. */
async function capBefore(
  read: Read,
  { jurisdiction, baseCurrency }: Omit<Owner, 'client'>,
  { verification }: Facets,
  tier: Tier,
): Promise<Money | null> {
  if (verification !== 'applying' && verification !== 'in_review') return null;
  const { outcome } = await consult(read, depositCap, { jurisdiction, baseCurrency, tier, verification });
  return { minor: BigInt(outcome.capMinor), asset: baseCurrency };
}

export type Outlook = { readonly verification: FacetState<'verification'>; readonly tier: Tier };

/** What the client could do if he stood elsewhere: shown before somebody decides, from the rules that will apply then. */
export async function capabilitiesIf(
  read: Read,
  id: Id<'client'>,
  outlooks: readonly Outlook[],
): Promise<{ tier: Tier; capabilities: Capabilities }[]> {
  const wide = found(await findStanding(read, id), 'client_not_found');
  const facets = facetsOf(wide.client);
  return Promise.all(
    outlooks.map(async ({ verification, tier: byPolicy }) => {
      // A tier set by hand stands before what policy would find.
      const tier = (wide.client.tierOverride as Tier | null) ?? byPolicy;
      return { tier, capabilities: await capabilitiesWith(read, wide, { ...facets, verification }, tier) };
    }),
  );
}

/** The one answer about a client: who he is, what he may do and why. null when there is no such client in this tenant. */
export async function clientStanding(read: Read, id: Id<'client'>): Promise<ClientStanding | null> {
  const wide = await findStanding(read, id);
  return wide ? standingOf(read, wide) : null;
}

/** Refuses with the deciding reason when the client may not do this at all; limits and review are the caller's to honour. */
export async function requireCapability(read: Read, id: Id<'client'>, action: Action): Promise<Capability> {
  const { capabilities } = found(await clientStanding(read, id), 'client_not_found');
  const capability = capabilities[action];
  if (capability.state === 'denied') throw new Refusal('rejected', capability.reasons[0] ?? 'not_possible');
  return capability;
}

/** A client outside the actor's rows does not exist for him. */
export async function requireVisible(
  read: Read | Uow,
  id: Id<'client'>,
  verb = 'verb' in read ? read.verb : '',
): Promise<void> {
  await requireReach(read, verb, id);
}
