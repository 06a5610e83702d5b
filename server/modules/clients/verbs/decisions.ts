import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { command } from '@/server/kernel/verb';
import { advance } from '../advance';
import { MoveRelationship, OverrideVerification, SetCategory, SetTier, SuspendClose } from '../contract';
import { findClient, updateClient } from '../repository/clients';
import { requireVisible } from '../standing';
import { tellTier } from '../tier';

const inWords = (word: string): string => word.replaceAll('_', ' ');
const Ref = z.object({ id: idSchema('client') });
const exceptional = { actors: ['staff'], stepUp: true, auditRefusal: true, output: Ref } as const;

/** A manual exception with a reason, or back to what policy says (null). Tightening is one person, loosening two. */
export const overrideTier = command({
  ...exceptional,
  name: 'clients.tier.override',
  input: SetTier,
  approval: async (uow, { clientId, tier, reason }) => {
    await requireVisible(uow, clientId);
    if (tier === 'restricted') return null;
    const row = found(await findClient(uow, clientId, { lock: true }), 'client_not_found');
    return {
      needed: 1,
      decideGrant: 'clients.tier.override',
      summary: `${row.number}: tier ${row.tier} to ${tier ?? row.tierByPolicy}: ${reason}`,
      object: { type: 'client', id: clientId },
      client: clientId,
      policyVersion: 'clients.tier/1',
      checks: { tier: row.tier, tierByPolicy: row.tierByPolicy, verification: row.verification },
    };
  },
  run: async (uow, { clientId, tier, reason }) => {
    const row = found(await findClient(uow, clientId, { lock: true }), 'client_not_found');
    const inForce = tier ?? row.tierByPolicy;
    await updateClient(uow, clientId, {
      tierOverride: tier,
      tierOverrideReason: tier ? reason : null,
      tier: inForce,
    });
    uow.audit({
      object: { type: 'client', id: clientId },
      client: clientId,
      changes: { tier: [row.tier, inForce], tierOverride: [row.tierOverride, tier] },
      reason,
    });
    tellTier(uow, clientId);
    return { id: clientId };
  },
});

/** Fewer protections need a second person; back to retail is one. */
export const setCategory = command({
  ...exceptional,
  name: 'clients.category.set',
  input: SetCategory,
  approval: async (uow, { clientId, category, reason }) => {
    await requireVisible(uow, clientId);
    if (category === 'retail') return null;
    const row = found(await findClient(uow, clientId, { lock: true }), 'client_not_found');
    return {
      needed: 1,
      decideGrant: 'clients.category.set',
      summary: `${row.number}: category ${inWords(row.category)} to ${inWords(category)}: ${reason}`,
      object: { type: 'client', id: clientId },
      client: clientId,
      policyVersion: 'clients.category/1',
      checks: { category: row.category, verification: row.verification },
    };
  },
  run: async (uow, { clientId, category, reason }) => {
    const row = found(await findClient(uow, clientId, { lock: true }), 'client_not_found');
    await updateClient(uow, clientId, { category });
    uow.audit({
      object: { type: 'client', id: clientId },
      client: clientId,
      changes: { category: [row.category, category] },
      reason,
    });
    tellTier(uow, clientId);
    return { id: clientId };
  },
});

/** The dealer's signed exception, the only thing that takes away the right to close a position: two people, and it ends. */
export const suspendClose = command({
  ...exceptional,
  name: 'clients.close.suspend',
  input: SuspendClose,
  approval: async (uow, { clientId, until, reason }) => {
    await requireVisible(uow, clientId);
    const row = found(await findClient(uow, clientId, { lock: true }), 'client_not_found');
    return {
      needed: 1,
      decideGrant: 'clients.close.suspend',
      summary: `${row.number}: closing suspended until ${until.toISOString()}: ${reason}`,
      object: { type: 'client', id: clientId },
      client: clientId,
      policyVersion: 'clients.close/1',
      checks: { trading: row.trading, closeSuspendedUntil: row.closeSuspendedUntil?.toISOString() ?? null },
    };
  },
  run: async (uow, { clientId, until, reason }) => {
    const latest = new Date(uow.now.getTime() + 7 * 86_400_000);
    if (until <= uow.now) throw new Refusal('invalid', 'date_in_the_past', { field: 'until' });
    if (until > latest) throw new Refusal('invalid', 'too_far_ahead', { field: 'until', params: { days: 7 } });
    const row = found(await findClient(uow, clientId, { lock: true }), 'client_not_found');
    await updateClient(uow, clientId, { closeSuspendedUntil: until, closeSuspendedReason: reason });
    uow.audit({
      object: { type: 'client', id: clientId },
      client: clientId,
      changes: { closeSuspendedUntil: [row.closeSuspendedUntil, until] },
      reason,
    });
    uow.emit({ name: 'clients/capabilities.changed', data: { clientId } });
    return { id: clientId };
  },
});

/** Where the process got it wrong: a person sets verification by hand. To approve needs a second one. */
export const overrideVerification = command({
  ...exceptional,
  name: 'clients.verification.override',
  input: OverrideVerification,
  approval: async (uow, { clientId, event, reason }) => {
    await requireVisible(uow, clientId);
    if (event !== 'approve') return null;
    const row = found(await findClient(uow, clientId, { lock: true }), 'client_not_found');
    return {
      needed: 1,
      decideGrant: 'clients.verification.override',
      summary: `${row.number}: approve verification by hand: ${reason}`,
      object: { type: 'client', id: clientId },
      client: clientId,
      policyVersion: 'clients.verification/1',
      checks: { verification: row.verification, tier: row.tier },
    };
  },
  run: async (uow, { clientId, event, reason }) => {
    await advance(uow, clientId, 'verification', event, `override: ${reason}`);
    return { id: clientId };
  },
});

export const moveRelationship = command({
  ...exceptional,
  name: 'clients.relationship.move',
  input: MoveRelationship,
  run: async (uow, { clientId, event, reason }) => {
    await requireVisible(uow, clientId);
    await advance(uow, clientId, 'relationship', event, reason);
    return { id: clientId };
  },
});
