import { found } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import type { Uow } from '@/server/kernel/uow';
import type { Tier } from './capabilities';
import { findClient, updateClient } from './repository/clients';

/** What policy found; an override stands before it until somebody takes it back. */
export async function setTierByPolicy(uow: Uow, clientId: Id<'client'>, tier: Tier, why: string): Promise<void> {
  const row = found(await findClient(uow, clientId, { lock: true }), 'client_not_found');
  if (row.tierByPolicy === tier) return;
  const inForce = row.tierOverride ?? tier;
  await updateClient(uow, clientId, { tierByPolicy: tier, tier: inForce });
  uow.audit({
    action: 'clients.tier.decided',
    object: { type: 'client', id: clientId },
    client: clientId,
    changes: { tierByPolicy: [row.tierByPolicy, tier], tier: [row.tier, inForce] },
    reason: why,
  });
  if (row.tier !== inForce) tellTier(uow, clientId);
}

export function tellTier(uow: Uow, clientId: Id<'client'>): void {
  uow.emit({ name: 'clients/tier.changed', data: { clientId } });
  uow.emit({ name: 'clients/capabilities.changed', data: { clientId } });
}
