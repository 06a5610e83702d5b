import type { z } from 'zod';
import type { Id } from '@/server/kernel/ids';
import type { Uow } from '@/server/kernel/uow';
import { createUser } from '@/server/modules/identity';
import { type Assignment, Assignments } from './contract';
import { bumpGrants, listInvitationRows, replaceMemberships, updateInvitation } from './repository';
import { checkedRoles, otherStaff } from './rights';

type Joiner = { readonly email: string; readonly name: string };

/** Somebody whom the company's identity provider has named takes the invitation that waits for his address, without a password. */
export async function joinByInvitation(uow: Uow, { email, name }: Joiner): Promise<Id<'user'> | null> {
  await bumpGrants(uow);
  const inHouse = new Set((await otherStaff(uow, null)).map(({ userId }) => userId));
  const row = (await listInvitationRows(uow)).find(
    (one) =>
      one.email.toLowerCase() === email &&
      !one.acceptedAt &&
      !one.revokedAt &&
      one.expiresAt > uow.now &&
      inHouse.has(one.invitedBy),
  );
  if (!row) return null;
  const assignments = Assignments.parse(row.roles);
  const userId = await joined(uow, { email, name: row.name || name, assignments, endsAt: row.endsAt });
  await updateInvitation(uow, row.id, { acceptedAt: uow.now });
  uow.audit({
    action: 'access.invitation.accepted',
    object: { type: 'invitation', id: row.id },
    facts: { userId, invitedBy: row.invitedBy },
  });
  return userId;
}

/** The same for whoever nobody invited, with roles that two people have published for his group. */
export async function joinWithRoles(
  uow: Uow,
  joiner: Joiner & { readonly assignments: z.output<typeof Assignment>[] },
): Promise<Id<'user'>> {
  await bumpGrants(uow);
  return joined(uow, { ...joiner, endsAt: null });
}

type Joining = Joiner & { readonly assignments: Assignment[]; readonly endsAt: Date | null };

async function joined(uow: Uow, { email, name, assignments, endsAt }: Joining): Promise<Id<'user'>> {
  // Roles may have changed since they were chosen: what is handed over is checked as it is today.
  const roles = await checkedRoles(uow, assignments, { solo: false, endsAt });
  const userId = await createUser(uow, {
    ...{ kind: 'staff', email, name, isEmailVerified: true },
    ...(endsAt ? { endsAt } : {}),
  });
  await replaceMemberships(uow, userId, assignments);
  uow.audit({
    action: 'access.staff.joined',
    object: { type: 'user', id: userId },
    changes: { roles: [null, roles.map((role, i) => `${role.key}:${assignments[i]?.rowScope}`)] },
  });
  uow.emit({ name: 'access/staff.assigned', data: { userId } });
  return userId;
}
