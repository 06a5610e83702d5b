import { z } from 'zod';
import { covers } from '@/server/kernel/access';
import { found, Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import type { Uow } from '@/server/kernel/uow';
import { command, query } from '@/server/kernel/verb';
import {
  deactivateUser,
  endSessions,
  findUser,
  liveSessions,
  removeSecondFactors,
  type UserRow,
  updateUser,
  usersOfKind,
} from '@/server/modules/identity';
import { AssignRoles, Leave, LeavePreview, Left, rowScopes, SetEnd, StaffRow } from '../contract';
import {
  bumpGrants,
  deleteDelegations,
  heldBy,
  memberships,
  releaseWork,
  replaceMemberships,
  revokeApiKeys,
} from '../repository';
import { assignVerb, checkedRoles, isSolo, otherStaff, requireAnotherAdministrator } from '../rights';

export const listStaff = query({
  name: 'access.staff.list',
  actors: ['staff'],
  input: z.object({ status: z.enum(['active', 'left']).optional() }),
  output: z.object({ rows: z.array(StaffRow) }),
  run: async (read, { status }) => {
    const [users, held] = await Promise.all([usersOfKind(read, 'staff'), memberships(read)]);
    return {
      rows: users
        .filter((user) => !status || user.status === status)
        .map((user) => ({
          id: user.id,
          name: user.name,
          email: user.email,
          status: StaffRow.shape.status.parse(user.status),
          isEmailVerified: user.emailVerifiedAt !== null,
          hasSecondFactor: user.totpEnabledAt !== null || user.passkeys > 0,
          endsAt: user.endsAt,
          lastSeenAt: user.lastSeenAt,
          createdAt: user.createdAt,
          roles: held
            .filter((one) => one.userId === user.id)
            .map(({ roleId, key, name, rowScope, teamId }) => ({
              roleId,
              key,
              name,
              rowScope: z.enum(rowScopes).parse(rowScope),
              teamId,
            })),
        })),
    };
  },
});

/** What `leave` would end, in the numbers the person who clicks should read first. */
export const previewLeave = query({
  name: 'access.staff.preview_leave',
  actors: ['staff'],
  input: z.object({ userId: SetEnd.shape.userId }),
  output: LeavePreview,
  run: async (read, { userId }) => {
    const user = await findUser(read, userId);
    if (user?.kind !== 'staff') throw new Refusal('not_found', 'staff_not_found');
    const [sessions, held] = await Promise.all([liveSessions(read, userId), heldBy(read, userId)]);
    return { sessions: sessions.length, ...held };
  },
});

async function staffMember(uow: Uow, userId: UserRow['id']): Promise<UserRow> {
  const user = found(await findUser(uow, userId, { lock: true }), 'staff_not_found');
  if (user.kind !== 'staff') throw new Refusal('not_found', 'staff_not_found');
  return user;
}

export const assignRoles = command({
  name: assignVerb,
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: AssignRoles,
  output: z.object({}),
  run: async (uow, { userId, roles }) => {
    await bumpGrants(uow);
    const user = await staffMember(uow, userId);
    if (user.status !== 'active') throw new Refusal('conflict', 'user_not_active');
    const others = await otherStaff(uow, userId);
    const solo = isSolo(uow.tenant, others.length);
    // Whoever hands out rights does not hand them to himself, unless there is nobody else to do it.
    if (userId === uow.actor.userId && !solo) throw new Refusal('forbidden', 'cannot_change_own_rights');
    const chosen = await checkedRoles(uow, roles, { solo, endsAt: user.endsAt });
    const keepsRights = chosen.some((role) => role.grants.some((grant) => covers(grant, assignVerb)));
    if (!keepsRights) await requireAnotherAdministrator(uow, userId);
    const before = await memberships(uow, userId);
    await replaceMemberships(uow, userId, roles);
    uow.audit({
      object: { type: 'user', id: userId },
      changes: {
        roles: [
          before.map((one) => `${one.key}:${one.rowScope}`),
          chosen.map((role, i) => `${role.key}:${roles[i]?.rowScope}`),
        ],
      },
    });
    uow.emit({ name: 'access/staff.assigned', data: { userId } });
    return {};
  },
});

export const setStaffEnd = command({
  name: 'access.staff.set_end',
  actors: ['staff'],
  stepUp: true,
  input: SetEnd,
  output: z.object({}),
  run: async (uow, { userId, endsAt }) => {
    const user = await staffMember(uow, userId);
    if (endsAt && endsAt <= uow.now) throw new Refusal('invalid', 'end_in_the_past', { field: 'endsAt' });
    if (userId === uow.actor.userId) throw new Refusal('forbidden', 'cannot_change_own_rights');
    const held = await memberships(uow, userId);
    if (!endsAt && held.some((one) => one.key === 'auditor'))
      throw new Refusal('rejected', 'role_needs_an_end', { field: 'endsAt', params: { role: 'Auditor' } });
    await updateUser(uow, userId, { endsAt });
    uow.audit({ object: { type: 'user', id: userId }, changes: { endsAt: [user.endsAt, endsAt] } });
    return {};
  },
});

export const endStaffSessions = command({
  name: 'access.staff.end_sessions',
  actors: ['staff'],
  input: z.object({ userId: idSchema('user') }),
  output: z.object({ endedSessions: z.number().int() }),
  run: async (uow, { userId }) => {
    await staffMember(uow, userId);
    const endedSessions = await endSessions(uow, userId, 'ended_by_administrator');
    uow.audit({ object: { type: 'user', id: userId }, facts: { endedSessions } });
    return { endedSessions };
  },
});

async function otherMember(uow: Uow, userId: UserRow['id']): Promise<UserRow> {
  if (userId === uow.actor.userId) throw new Refusal('forbidden', 'cannot_change_own_rights');
  return staffMember(uow, userId);
}

/**
 * The lost phone: one administrator asks, another agrees, and the person signs in with his password. Whoever could do it alone
 * would need only a password to be anybody.
 */
export const resetStaffFactors = command({
  name: 'access.staff.reset_second_factor',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: z.object({ userId: idSchema('user'), reason: z.string().trim().min(3).max(500) }),
  output: z.object({}),
  approval: async (uow, { userId, reason }) => {
    const user = await otherMember(uow, userId);
    return {
      needed: 1,
      decideGrant: 'access.staff.reset_second_factor',
      summary: `Take the second factor of ${user.name} away`,
      object: { type: 'user', id: userId },
      policyVersion: 'fixed',
      checks: { totp: user.totpEnabledAt !== null, reason },
    };
  },
  run: async (uow, { userId, reason }) => {
    const user = await otherMember(uow, userId);
    if (uow.approval?.approvers.some((approver) => approver.userId === userId))
      throw new Refusal('forbidden', 'cannot_change_own_rights');
    await removeSecondFactors(uow, user, reason);
    return {};
  },
});

/** One click: no sign-in, no session, no key, no delegation, and nothing waits for this person any more. */
export const leaveStaff = command({
  name: 'access.staff.leave',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: Leave,
  output: Left,
  run: async (uow, { userId, reason }) => {
    await bumpGrants(uow);
    const user = await staffMember(uow, userId);
    if (user.status === 'left') throw new Refusal('conflict', 'already_done');
    if (userId === uow.actor.userId) throw new Refusal('forbidden', 'cannot_change_own_rights');
    await requireAnotherAdministrator(uow, userId);
    const keys = await revokeApiKeys(uow, { createdBy: userId });
    for (const key of keys) {
      uow.audit({ action: 'access.api_key.revoked', object: { type: 'apiKey', id: key.id }, reason: 'owner_left' });
      uow.emit({ name: 'access/api_key.revoked', data: { keyId: key.id } });
    }
    const endedSessions = await endSessions(uow, userId, 'left');
    await deactivateUser(uow, user, 'left');
    const releasedItems = await releaseWork(uow, userId);
    const delegations = await deleteDelegations(uow, { anyOf: userId });
    uow.audit({
      object: { type: 'user', id: userId },
      reason,
      facts: { endedSessions, revokedKeys: keys.length, releasedItems, delegations },
    });
    uow.emit({ name: 'access/staff.left', data: { userId } });
    return { endedSessions, revokedKeys: keys.length, releasedItems };
  },
});
