import type { z } from 'zod';
import type { Id } from '@/server/kernel/ids';
import type { Read } from '@/server/kernel/uow';
import { findUser } from '@/server/modules/identity';
import { type Capabilities, type HoldReason, restrictedHolds, type Tier } from './capabilities';
import type { CapabilitiesView, ClientRow, HoldView } from './contract';
import type { Stage } from './journey';
import type { milestonesOf } from './queries/clients';
import type { ListedClient } from './queries/list';
import type { ClientRecords } from './record-shapes';
import type { HoldRow } from './repository/clients';
import type {
  acceptancesOf,
  consentsOf,
  devicesOf,
  mergesOf,
  openDuplicatesOf,
  referencesOfClient,
  touchesOf,
} from './repository/records';

export function toRow({ client, entity, brand }: ListedClient, owner: string | null, holds: number): ClientRow {
  return {
    id: client.id,
    number: client.number,
    name: client.displayName,
    email: client.email,
    country: client.country,
    stage: client.stage as Stage, // written by advance
    verification: client.verification,
    funding: client.funding,
    trading: client.trading,
    tier: client.tier as Tier, // written from the list of tiers
    category: client.category,
    brand,
    entity,
    owner,
    desk: client.desk,
    source: client.source,
    holds,
    registeredAt: client.registeredAt,
  };
}

/** Names of the owners on a page: few people own many clients. */
export async function ownerNames(read: Read, owners: readonly (Id<'user'> | null)[]): Promise<Map<string, string>> {
  const ids = [...new Set(owners.flatMap((id) => (id ? [id] : [])))];
  const users = await Promise.all(ids.map((id) => findUser(read, id)));
  return new Map(users.flatMap((user) => (user ? [[user.id, user.name] as const] : [])));
}

export function holdView(hold: HoldRow): z.output<typeof HoldView> {
  const isRestricted = restrictedHolds.has(hold.reason as HoldReason); // written from the list of reasons
  const by = hold.placedBy as { name?: string }; // written by actorRecord
  return {
    id: hold.id,
    reason: isRestricted ? 'under_review' : hold.reason,
    restrictedReason: isRestricted ? hold.reason : null,
    note: isRestricted ? null : hold.note,
    restrictedNote: isRestricted ? hold.note : null,
    isOnPerson: hold.clientId === null,
    amount: hold.amountMinor !== null && hold.asset ? { minor: hold.amountMinor, asset: hold.asset } : null,
    placedAt: hold.placedAt,
    placedBy: isRestricted ? null : (by.name ?? null),
    expiresAt: hold.expiresAt,
  };
}

export const milestoneView = (row: Awaited<ReturnType<typeof milestonesOf>>[number]) => ({
  facet: row.facet,
  from: row.fromState,
  to: row.toState,
  at: row.at,
  reason: row.restrictedTo ? 'under_review' : row.reason,
  restrictedReason: row.restrictedTo ? row.reason : null,
});

/** Contracts speak of plain arrays; capabilities are readonly inside the house. */
export const capabilitiesView = (capabilities: Capabilities) =>
  structuredClone(capabilities) as z.output<typeof CapabilitiesView>;

type Rows<F extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<F>>;

/** Field by field: what a row has beyond its contract would leave the house unmasked. */
export const recordsView = (
  person: Id<'person'>,
  rows: {
    touches: Rows<typeof touchesOf>;
    consents: Rows<typeof consentsOf>;
    acceptances: Rows<typeof acceptancesOf>;
    devices: Rows<typeof devicesOf>;
    references: Rows<typeof referencesOfClient>;
    duplicates: Rows<typeof openDuplicatesOf>;
    merges: Rows<typeof mergesOf>;
  },
): z.output<typeof ClientRecords> => ({
  personId: person,
  touches: rows.touches.map(({ tenantId: _tenant, id: _id, clientId: _client, ...touch }) => touch),
  consents: rows.consents.map(({ purpose, channel, isGiven, at }) => ({ purpose, channel, isGiven, at })),
  acceptances: rows.acceptances.map(({ document, version, language, textHash, ip, at }) => ({
    document,
    version,
    language,
    textHash,
    ip,
    at,
  })),
  devices: rows.devices.map(({ moment, deviceId, ip, userAgent, at }) => ({ moment, deviceId, ip, userAgent, at })),
  references: rows.references.map(({ objectType, objectId, system, externalId }) => ({
    objectType,
    objectId,
    system,
    externalId,
  })),
  duplicates: rows.duplicates.map(({ id, signals, raisedAt, personId, otherId }) => ({
    id,
    signals,
    raisedAt,
    otherPersonId: personId === person ? otherId : personId,
  })),
  merges: rows.merges.map(({ id, survivorId, absorbedId, reason, mergedAt, undoneAt }) => ({
    id,
    survivorId,
    absorbedId,
    reason,
    mergedAt,
    undoneAt,
  })),
});
