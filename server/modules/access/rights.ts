import { covers } from '@/server/kernel/access';
import type { Tenant } from '@/server/kernel/context';
import { found, Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';
import { activeStaffIds } from '@/server/modules/identity';
import type { Assignment } from './contract';
import { conflictsIn } from './duties';
import { rolePresets } from './presets';
import { allRoles, allTeams, memberships, type RoleRecord } from './repository';

export const assignVerb = 'access.staff.assign';
/** Active staff who may do this: whom a message about it reaches. */
export async function staffHolding(read: Read, verb: string): Promise<Id<'user'>[]> {
  const [held, active] = await Promise.all([memberships(read), activeStaffIds(read)]);
  const here = new Set(active);
  const holders = held.filter(({ userId, grants }) => here.has(userId) && grants.some((grant) => covers(grant, verb)));
  return [...new Set(holders.map(({ userId }) => userId))];
}

const presetOf = (key: string) => rolePresets.find((preset) => preset.key === key);

/** One person alone in a sandbox does every job; a live tenant never has this. */
export function isSolo(tenant: Tenant, others: number): boolean {
  return tenant.environment === 'sandbox' && tenant.settings.soloMode === true && others === 0;
}

export function refuseConflicts(grants: readonly string[]): void {
  const [conflict] = conflictsIn(grants);
  if (conflict) {
    throw new Refusal('rejected', 'duties_conflict', {
      field: 'roles',
      params: { one: conflict.one, other: conflict.other, why: conflict.why },
    });
  }
}

/** The roles behind a set of assignments, checked: they exist, their teams exist, and together they break no rule. */
export async function checkedRoles(
  uow: Uow,
  assignments: readonly Assignment[],
  options: { solo: boolean; endsAt: Date | null },
): Promise<RoleRecord[]> {
  const roles = await allRoles(uow);
  const chosen = assignments.map(({ roleId }) =>
    found(
      roles.find((role) => role.id === roleId),
      'role_not_found',
    ),
  );
  if (new Set(chosen.map((role) => role.id)).size < chosen.length)
    throw new Refusal('invalid', 'role_twice', { field: 'roles' });
  await requireTeams(uow, assignments);
  const exclusive = chosen.find((role) => presetOf(role.key)?.isExclusive);
  if (exclusive && chosen.length > 1)
    throw new Refusal('rejected', 'role_is_held_alone', { field: 'roles', params: { role: exclusive.name } });
  const ending = chosen.find((role) => presetOf(role.key)?.mustEnd);
  if (ending && !options.endsAt)
    throw new Refusal('rejected', 'role_needs_an_end', { field: 'endsAt', params: { role: ending.name } });
  if (!options.solo) refuseConflicts(chosen.flatMap((role) => role.grants));
  return chosen;
}

async function requireTeams(uow: Uow, assignments: readonly Assignment[]): Promise<void> {
  const wanted = assignments.flatMap(({ teamId }) => (teamId ? [teamId] : []));
  const known = wanted.length > 0 ? await allTeams(uow) : [];
  for (const id of wanted)
    found(
      known.find((team) => team.id === id),
      'team_not_found',
    );
  const narrow = assignments.find(({ rowScope, teamId }) => (rowScope === 'team' || rowScope === 'desk') && !teamId);
  if (narrow) throw new Refusal('invalid', 'scope_needs_a_team', { field: 'roles' });
}

/** Everybody else who works here now, with the grants each holds. */
export async function otherStaff(read: Read, except: Id<'user'> | null) {
  const [active, held] = await Promise.all([activeStaffIds(read), memberships(read)]);
  return active
    .filter((userId) => userId !== except)
    .map((userId) => ({ userId, grants: held.filter((one) => one.userId === userId).flatMap((one) => one.grants) }));
}

/** Somebody must remain who can give rights, or the tenant is locked out of itself. */
export async function requireAnotherAdministrator(uow: Uow, userId: Id<'user'>): Promise<void> {
  const others = await otherStaff(uow, userId);
  if (!others.some(({ grants }) => grants.some((grant) => covers(grant, assignVerb))))
    throw new Refusal('rejected', 'last_administrator');
}
