import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import type { ApprovalNeed } from '@/server/kernel/registry';
import { enforcedSignOns } from '@/server/kernel/single-sign-on';
import type { Read, Uow } from '@/server/kernel/uow';
import { command } from '@/server/kernel/verb';
import { Enforce, Publish, Relax, type Settings } from '../contract';
import { lifted } from '../enforcement';
import { allConnections, type ConnectionRecord, findConnection, storeEnforced, updateConnection } from '../repository';
import { type Stored, storedOf } from '../stored';
import { ownersOf } from './connections';

const Nothing = z.object({});
const objectOf = (id: string) => ({ type: 'ssoConnection', id });

const providerOf = (settings: Settings) => (settings.protocol === 'oidc' ? settings.issuer : settings.entityId);

/** Whose word would be believed, for whom, and how far: all an approver has to know. */
const checksOf = ({ settings }: Stored) => ({
  provider: providerOf(settings),
  domains: settings.domains.join(', '),
  trustsSecondFactor: settings.trustsSecondFactor,
  provisions: settings.provisions,
  groupRoles: settings.groupRoles.map(({ group, roleId, rowScope }) => `${group}: ${roleId} ${rowScope}`).join(', '),
});

async function waiting(read: Read, { id, version }: { id: ConnectionRecord['id']; version: number }) {
  const row = found(await findConnection(read, id), 'sso_connection_not_found');
  const draft = storedOf(row.draft);
  if (!draft && row.state !== 'paused') throw new Refusal('conflict', 'already_done');
  if (row.version !== version) throw new Refusal('conflict', 'sso_draft_changed');
  return { row, next: found(draft ?? storedOf(row.live), 'sso_connection_not_found') };
}

/** A domain asks one provider. */
async function requireFreeDomains(uow: Uow, id: ConnectionRecord['id'], { domains }: Settings): Promise<void> {
  const others = (await allConnections(uow)).filter((row) => row.id !== id && row.state === 'active');
  const taken = new Set(others.flatMap((row) => storedOf(row.live)?.settings.domains ?? []));
  const twice = domains.find((domain) => taken.has(domain));
  if (twice) throw new Refusal('rejected', 'sso_domain_taken', { field: 'domains', params: { domain: twice } });
}

/** From here on the provider's word lets people in. Whoever could do that alone could let himself in as anybody. */
export const publishConnection = command({
  name: 'sso.connection.publish',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: Publish,
  output: Nothing,
  approval: async (uow, input): Promise<ApprovalNeed> => {
    const { next } = await waiting(uow, input);
    return {
      needed: 1,
      decideGrant: 'sso.connection.publish',
      summary: `Let staff sign in with ${next.settings.name}`,
      object: objectOf(input.id),
      policyVersion: `draft/${input.version}`,
      checks: { ...checksOf(next), reason: input.reason },
    };
  },
  run: async (uow, { id, reason, version }) => {
    const { row, next } = await waiting(uow, { id, version });
    await requireFreeDomains(uow, id, next.settings);
    await updateConnection(uow, id, { live: next, draft: null, state: 'active', publishedAt: uow.now });
    if (row.isEnforced && row.breakGlassUserId) await enforced(uow, row, next.settings, row.breakGlassUserId);
    uow.audit({
      object: objectOf(id),
      changes: {
        live: [storedOf(row.live)?.settings ?? null, next.settings],
        state: [row.state, 'active'],
      },
      reason,
    });
    return {};
  },
});

async function enforced(
  uow: Uow,
  { id }: ConnectionRecord,
  { name, domains }: Settings,
  breakGlassUserId: string,
): Promise<void> {
  const others = enforcedSignOns(uow.tenant).filter(({ connectionId }) => connectionId !== id);
  await storeEnforced(uow, [...others, { connectionId: id, name, domains, breakGlassUserId }]);
}

/** Only what works may become the only way in, and one administrator keeps his own. */
async function enforceable(read: Read, { id, breakGlassUserId }: z.output<typeof Enforce>) {
  const row = found(await findConnection(read, id), 'sso_connection_not_found');
  const live = storedOf(row.live);
  if (!live || row.state !== 'active') throw new Refusal('rejected', 'sso_connection_off');
  if (!row.lastUsedAt) throw new Refusal('rejected', 'sso_never_used');
  const owner = (await ownersOf(read)).find((one) => one.id === breakGlassUserId);
  if (!owner) throw new Refusal('rejected', 'sso_break_glass_needed', { field: 'breakGlassUserId' });
  if (!owner.hasSecondFactor) throw new Refusal('rejected', 'sso_break_glass_factor', { field: 'breakGlassUserId' });
  return { row, live, owner };
}

export const enforceConnection = command({
  name: 'sso.connection.enforce',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: Enforce,
  output: Nothing,
  approval: async (uow, input): Promise<ApprovalNeed> => {
    const { live, owner } = await enforceable(uow, input);
    return {
      needed: 1,
      decideGrant: 'sso.connection.enforce',
      summary: `Staff of ${live.settings.domains.join(', ')} sign in with ${live.settings.name} only`,
      object: objectOf(input.id),
      policyVersion: 'fixed',
      checks: { domains: live.settings.domains.join(', '), keepsPassword: owner.name, reason: input.reason },
    };
  },
  run: async (uow, input) => {
    const { row, live } = await enforceable(uow, input);
    const { id, breakGlassUserId, reason } = input;
    await updateConnection(uow, id, { isEnforced: true, breakGlassUserId });
    await enforced(uow, row, live.settings, breakGlassUserId);
    uow.audit({
      object: objectOf(id),
      changes: { isEnforced: [row.isEnforced, true], breakGlassUserId: [row.breakGlassUserId, breakGlassUserId] },
      reason,
    });
    return {};
  },
});

export const relaxConnection = command({
  name: 'sso.connection.relax',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: Relax,
  output: Nothing,
  run: async (uow, { id, reason }) => {
    const row = found(await findConnection(uow, id, { lock: true }), 'sso_connection_not_found');
    if (!row.isEnforced) throw new Refusal('conflict', 'already_done');
    await lifted(uow, row, reason);
    uow.audit({ object: objectOf(id), changes: { isEnforced: [true, false] }, reason });
    return {};
  },
});
