import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import type { Read } from '@/server/kernel/uow';
import { command, query } from '@/server/kernel/verb';
import {
  createUser,
  issueToken,
  Password,
  PersonName,
  peekToken,
  redeemToken,
  TokenText,
  ticketFor,
  tokenExpiry,
  userWithEmail,
} from '@/server/modules/identity';
import { Assignment, InvitationRow, Invite } from '../contract';
import {
  allRoles,
  bumpGrants,
  findInvitation,
  type InvitationRecord,
  insertInvitation,
  listInvitationRows,
  replaceMemberships,
  updateInvitation,
} from '../repository';
import { checkedRoles, otherStaff } from '../rights';

const Assignments = z.array(Assignment);
const stateOf = (row: InvitationRecord, now: Date): z.output<typeof InvitationRow>['state'] =>
  row.acceptedAt ? 'accepted' : row.revokedAt ? 'revoked' : row.expiresAt <= now ? 'expired' : 'waiting';

export const inviteStaff = command({
  name: 'access.invitation.create',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: Invite,
  output: z.object({ id: idSchema('invitation') }),
  run: async (uow, input) => {
    const invitedBy = found(uow.actor.userId, 'needs_a_person');
    if (await userWithEmail(uow, 'staff', input.email))
      throw new Refusal('conflict', 'email_taken', { field: 'email' });
    const endsAt = input.endsAt ?? null;
    if (endsAt && endsAt <= uow.now) throw new Refusal('invalid', 'end_in_the_past', { field: 'endsAt' });
    const roles = await checkedRoles(uow, input.roles, { solo: false, endsAt });
    const id = uow.id('invitation');
    const { email, name } = input;
    await insertInvitation(uow, {
      id,
      email,
      name,
      roles: input.roles,
      endsAt,
      invitedBy,
      createdAt: uow.now,
      expiresAt: tokenExpiry('invitation', uow.now),
    });
    const payload = { invitationId: id, email, name, invitedBy: uow.actor.name };
    await issueToken(uow, { kind: 'invitation', payload });
    uow.audit({
      object: { type: 'invitation', id },
      changes: { email: [null, email], name: [null, name], roles: [null, roles.map((role) => role.key)] },
    });
    return { id };
  },
});

export const listInvitations = query({
  name: 'access.invitation.list',
  actors: ['staff'],
  input: z.object({}),
  output: z.object({ rows: z.array(InvitationRow) }),
  run: async (read) => {
    const [rows, roles] = await Promise.all([listInvitationRows(read), allRoles(read)]);
    return {
      rows: rows.map((row) => ({
        id: row.id,
        email: row.email,
        name: row.name,
        roles: Assignments.parse(row.roles).map((one) => roles.find((role) => role.id === one.roleId)?.name ?? ''),
        state: stateOf(row, read.now),
        createdAt: row.createdAt,
        expiresAt: row.expiresAt,
      })),
    };
  },
});

export const revokeInvitation = command({
  name: 'access.invitation.revoke',
  actors: ['staff'],
  input: z.object({ invitationId: idSchema('invitation') }),
  output: z.object({}),
  run: async (uow, { invitationId }) => {
    const row = found(await findInvitation(uow, invitationId), 'invitation_not_found');
    if (stateOf(row, uow.now) !== 'waiting') throw new Refusal('conflict', 'already_done');
    await updateInvitation(uow, invitationId, { revokedAt: uow.now });
    uow.audit({ object: { type: 'invitation', id: invitationId } });
    return {};
  },
});

const InvitationToken = z.object({ token: TokenText });
const TokenPayload = z.object({ invitationId: idSchema('invitation'), invitedBy: z.string() });

async function invitationOf(read: Read, payload: unknown): Promise<InvitationRecord & { by: string }> {
  const { invitationId, invitedBy } = TokenPayload.parse(payload);
  const row = await findInvitation(read, invitationId);
  if (!row || stateOf(row, read.now) !== 'waiting') throw new Refusal('rejected', 'link_invalid_or_used');
  return { ...row, by: invitedBy };
}

/** What the invited person reads before choosing a password. */
export const lookAtInvitation = query({
  name: 'access.invitation.look',
  actors: ['anonymous', 'staff'],
  ownAccount: true,
  input: InvitationToken,
  output: z.object({ name: z.string(), email: z.string(), invitedBy: z.string(), tenant: z.string() }),
  run: async (read, { token }) => {
    const row = await invitationOf(read, (await peekToken(read, 'invitation', token)).payload);
    return { name: row.name, email: row.email, invitedBy: row.by, tenant: read.tenant.name };
  },
});

export const acceptInvitation = command({
  name: 'access.invitation.accept',
  actors: ['anonymous', 'staff'],
  ownAccount: true,
  auditRefusal: true,
  secretInput: true,
  secretOutput: true,
  input: InvitationToken.extend({ name: PersonName, password: Password }),
  output: z.object({ ticket: z.string(), surface: z.enum(['desk', 'platform']) }),
  run: async (uow, { token, name, password }) => {
    await bumpGrants(uow);
    const row = await invitationOf(uow, (await redeemToken(uow, 'invitation', token)).payload);
    const assignments = Assignments.parse(row.roles);
    // Roles may have changed since: what is handed over is checked as it is today.
    await checkedRoles(uow, assignments, { solo: false, endsAt: row.endsAt });
    const inviter = (await otherStaff(uow, null)).some((one) => one.userId === row.invitedBy);
    if (!inviter) throw new Refusal('rejected', 'link_invalid_or_used');
    const userId = await createUser(uow, {
      kind: 'staff',
      email: row.email,
      name,
      password,
      isEmailVerified: true,
      ...(row.endsAt ? { endsAt: row.endsAt } : {}),
    });
    await replaceMemberships(uow, userId, assignments);
    await updateInvitation(uow, row.id, { acceptedAt: uow.now });
    uow.audit({ object: { type: 'invitation', id: row.id }, facts: { userId, invitedBy: row.invitedBy } });
    uow.emit({ name: 'access/staff.assigned', data: { userId } });
    const surface = uow.tenant.kind === 'platform' ? ('platform' as const) : ('desk' as const);
    return { ticket: await ticketFor(uow, userId, { surface, method: 'invitation' }), surface };
  },
});
