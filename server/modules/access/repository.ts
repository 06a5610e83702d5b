import { and, count, desc, eq, gt, isNull, or, sql } from 'drizzle-orm';
import { workItem } from '@/db/schema/_kernel';
import { apiKey, delegation, invitation, membership, role, team } from '@/db/schema/access';
import { tenant } from '@/db/schema/tenancy';
import type { StaffAddresses } from '@/server/kernel/addresses';
import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';
import type { Assignment } from './contract';

export type RoleRecord = typeof role.$inferSelect;
export type InvitationRecord = typeof invitation.$inferSelect;

export async function allRoles(read: Read): Promise<RoleRecord[]> {
  return read.db.select().from(role).orderBy(role.name);
}

export async function findRole(read: Read, id: Id<'role'>): Promise<RoleRecord | null> {
  const [row] = await read.db.select().from(role).where(eq(role.id, id));
  return row ?? null;
}

export async function insertRoles(uow: Uow, rows: (typeof role.$inferInsert)[]): Promise<void> {
  await uow.db.insert(role).values(rows);
}

export async function updateRole(uow: Uow, id: Id<'role'>, values: Partial<typeof role.$inferInsert>): Promise<void> {
  await uow.db.update(role).set(values).where(eq(role.id, id));
  await bumpGrants(uow);
}

export async function deleteRole(uow: Uow, id: Id<'role'>): Promise<void> {
  await uow.db.delete(role).where(eq(role.id, id));
}

/** Serialises all changes of rights of a tenant, so that two of them cannot add up to a conflict neither would have made. */
export async function bumpGrants(uow: Uow): Promise<void> {
  await uow.db
    .update(tenant)
    .set({ grantVersion: sql`${tenant.grantVersion} + 1` })
    .where(eq(tenant.id, uow.tenant.id));
}

export async function memberships(read: Read, userId?: Id<'user'>) {
  return read.db
    .select({
      userId: membership.userId,
      roleId: membership.roleId,
      rowScope: membership.rowScope,
      teamId: membership.teamId,
      key: role.key,
      name: role.name,
      grants: role.grants,
    })
    .from(membership)
    .innerJoin(role, and(eq(role.tenantId, membership.tenantId), eq(role.id, membership.roleId)))
    .where(userId ? eq(membership.userId, userId) : undefined);
}

export async function replaceMemberships(uow: Uow, userId: Id<'user'>, roles: readonly Assignment[]): Promise<void> {
  await uow.db.delete(membership).where(eq(membership.userId, userId));
  if (roles.length > 0)
    await uow.db.insert(membership).values(roles.map((one) => ({ ...one, userId, createdAt: uow.now })));
  await bumpGrants(uow);
}

export async function allTeams(read: Read) {
  const members = sql<number>`(select count(*)::int from membership m where m.tenant_id = ${team.tenantId} and m.team_id = ${team.id})`;
  return read.db
    .select({ id: team.id, name: team.name, desk: team.desk, members })
    .from(team)
    .orderBy(team.desk, team.name);
}

/** Who sits in which team as what; a person may be in it by several roles. */
export async function teamMembers(read: Read) {
  return read.db
    .select({ userId: membership.userId, teamId: membership.teamId, role: role.key })
    .from(membership)
    .innerJoin(role, and(eq(role.tenantId, membership.tenantId), eq(role.id, membership.roleId)));
}

export async function insertTeam(uow: Uow, row: typeof team.$inferInsert): Promise<void> {
  await uow.db.insert(team).values(row);
}

export async function updateTeam(uow: Uow, id: Id<'team'>, values: Partial<typeof team.$inferInsert>) {
  const [row] = await uow.db.update(team).set(values).where(eq(team.id, id)).returning();
  return row ?? null;
}

export async function deleteTeam(uow: Uow, id: Id<'team'>): Promise<boolean> {
  const [used] = await uow.db.select({ n: count() }).from(membership).where(eq(membership.teamId, id));
  if ((used?.n ?? 0) > 0) return false;
  await uow.db.delete(team).where(eq(team.id, id));
  return true;
}

export async function insertInvitation(uow: Uow, row: typeof invitation.$inferInsert): Promise<void> {
  await uow.db.insert(invitation).values(row);
}

export async function findInvitation(read: Read, id: Id<'invitation'>): Promise<InvitationRecord | null> {
  const [row] = await read.db.select().from(invitation).where(eq(invitation.id, id));
  return row ?? null;
}

export async function updateInvitation(
  uow: Uow,
  id: Id<'invitation'>,
  values: Partial<typeof invitation.$inferInsert>,
): Promise<void> {
  await uow.db.update(invitation).set(values).where(eq(invitation.id, id));
}

export async function listInvitationRows(read: Read): Promise<InvitationRecord[]> {
  return read.db.select().from(invitation).orderBy(desc(invitation.createdAt)).limit(200);
}

export async function insertDelegation(uow: Uow, row: typeof delegation.$inferInsert): Promise<void> {
  await uow.db
    .insert(delegation)
    .values(row)
    .onConflictDoUpdate({
      target: [delegation.tenantId, delegation.fromUserId, delegation.toUserId, delegation.grant],
      set: { until: row.until },
    });
}

export async function deleteDelegations(
  uow: Uow,
  filter: { from: Id<'user'>; to?: Id<'user'>; grant?: string } | { anyOf: Id<'user'> },
): Promise<number> {
  const where =
    'anyOf' in filter
      ? or(eq(delegation.fromUserId, filter.anyOf), eq(delegation.toUserId, filter.anyOf))
      : and(
          eq(delegation.fromUserId, filter.from),
          filter.to ? eq(delegation.toUserId, filter.to) : undefined,
          filter.grant ? eq(delegation.grant, filter.grant) : undefined,
        );
  return (await uow.db.delete(delegation).where(where).returning({ grant: delegation.grant })).length;
}

export async function liveDelegations(read: Read) {
  return read.db.select().from(delegation).where(gt(delegation.until, read.now)).orderBy(delegation.until);
}

export async function insertApiKey(uow: Uow, row: typeof apiKey.$inferInsert): Promise<void> {
  await uow.db.insert(apiKey).values(row);
}

export async function revokeApiKeys(
  uow: Uow,
  filter: { id: Id<'apiKey'> } | { createdBy: Id<'user'> },
): Promise<{ id: Id<'apiKey'>; name: string }[]> {
  const which = 'id' in filter ? eq(apiKey.id, filter.id) : eq(apiKey.createdBy, filter.createdBy);
  return uow.db
    .update(apiKey)
    .set({ revokedAt: uow.now })
    .where(and(which, isNull(apiKey.revokedAt)))
    .returning({ id: apiKey.id, name: apiKey.name });
}

export async function allApiKeys(read: Read) {
  return read.db.select().from(apiKey).orderBy(desc(apiKey.createdAt)).limit(500);
}

/** What hangs on a person: the numbers that are said before he leaves. */
export async function heldBy(read: Read, userId: Id<'user'>) {
  const [keys, items, delegations] = await Promise.all([
    read.db.$count(apiKey, and(eq(apiKey.createdBy, userId), isNull(apiKey.revokedAt))),
    read.db.$count(workItem, and(eq(workItem.assigneeId, userId), sql`${workItem.state} <> 'closed'`)),
    read.db.$count(delegation, or(eq(delegation.fromUserId, userId), eq(delegation.toUserId, userId))),
  ]);
  return { keys, items, delegations };
}

/** Work that waited for a leaver goes back to his team. */
export async function releaseWork(uow: Uow, userId: Id<'user'>): Promise<number> {
  const released = await uow.db
    .update(workItem)
    .set({ assigneeId: null, state: 'open', waitingOn: sql`${workItem.team}` })
    .where(and(eq(workItem.assigneeId, userId), sql`${workItem.state} <> 'closed'`))
    .returning({ id: workItem.id });
  return released.length;
}

export async function storeAddresses(uow: Uow, staffAddresses: StaffAddresses): Promise<void> {
  const settings = sql`${tenant.settings} || ${JSON.stringify({ staffAddresses })}::jsonb`;
  await uow.db.update(tenant).set({ settings }).where(eq(tenant.id, uow.tenant.id));
}
