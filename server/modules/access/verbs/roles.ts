import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { command, query, verbs } from '@/server/kernel/verb';
import { CreateRole, RoleRow, UpdateRole } from '../contract';
import { conflictsIn, dutyConflicts } from '../duties';
import { rolePresets } from '../presets';
import { allRoles, bumpGrants, deleteRole, findRole, insertRoles, memberships, updateRole } from '../repository';
import { refuseConflicts } from '../rights';

export const listRoles = query({
  name: 'access.role.list',
  actors: ['staff'],
  input: z.object({}),
  output: z.object({ rows: z.array(RoleRow) }),
  run: async (read) => {
    const [roles, held] = await Promise.all([allRoles(read), memberships(read)]);
    return {
      rows: roles.map((role) => {
        const preset = rolePresets.find((one) => one.key === role.key);
        return {
          id: role.id,
          key: role.key,
          name: role.name,
          about: preset?.about ?? null,
          isPreset: role.isPreset,
          grants: role.grants,
          rowScope: preset?.rowScope ?? 'all',
          mustEnd: preset?.mustEnd ?? false,
          members: held.filter((one) => one.roleId === role.id).length,
        };
      }),
    };
  },
});

/** Powers that are votes on a request and no verbs of their own, of modules that are here. */
function votes() {
  const known = [...verbs().keys()];
  const modules = new Set(known.map((name) => name.split('.')[0]));
  const names = new Set(dutyConflicts.flatMap(({ one, other }) => [one, other]));
  return [...names]
    .filter((name) => !known.includes(name) && modules.has(name.split('.')[0]))
    .map((name) => ({ name, kind: 'command' as const, stepUp: false }));
}

/** What the role editor offers: every verb there is, and which pairs may not meet in one person. */
export const listGrants = query({
  name: 'access.grant.list',
  actors: ['staff'],
  input: z.object({}),
  output: z.object({
    verbs: z.array(z.object({ name: z.string(), kind: z.enum(['command', 'query']), stepUp: z.boolean() })),
    conflicts: z.array(z.object({ one: z.string(), other: z.string(), why: z.string() })),
  }),
  run: async () => ({
    verbs: [...verbs().values()]
      .filter(({ spec }) => !spec.ownAccount && spec.actors.some((kind) => kind === 'staff' || kind === 'apiKey'))
      .map(({ kind, spec }) => ({ name: spec.name, kind, stepUp: 'stepUp' in spec && spec.stepUp === true }))
      .concat(votes())
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    conflicts: dutyConflicts.map((conflict) => ({ ...conflict })),
  }),
});

export const createRole = command({
  name: 'access.role.create',
  actors: ['staff'],
  stepUp: true,
  input: CreateRole,
  output: z.object({ id: idSchema('role') }),
  run: async (uow, { name, grants }) => {
    refuseConflicts(grants);
    const id = uow.id('role');
    await insertRoles(uow, [{ id, key: id, name, grants, isPreset: false, createdAt: uow.now }]);
    uow.audit({ object: { type: 'role', id }, changes: { name: [null, name], grants: [null, grants] } });
    return { id };
  },
});

/** Editing a role edits everyone who holds it, so every holder's rights are looked at together. */
export const editRole = command({
  name: 'access.role.update',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: UpdateRole,
  output: z.object({}),
  run: async (uow, { roleId, name, grants }) => {
    await bumpGrants(uow);
    const role = found(await findRole(uow, roleId), 'role_not_found');
    const next = { name: name ?? role.name, grants: grants ?? role.grants };
    if (grants) {
      const held = await memberships(uow);
      const isMine = held.some((one) => one.roleId === roleId && one.userId === uow.actor.userId);
      if (isMine && grants.some((grant) => !role.grants.includes(grant)))
        throw new Refusal('forbidden', 'cannot_change_own_rights');
      for (const userId of new Set(held.filter((one) => one.roleId === roleId).map((one) => one.userId))) {
        const others = held.filter((one) => one.userId === userId && one.roleId !== roleId);
        const before = conflictsIn([...others.flatMap((one) => one.grants), ...role.grants]).length;
        // A one-person sandbox may already hold a conflict; an edit must not add one.
        const all = [...others.flatMap((one) => one.grants), ...grants];
        if (conflictsIn(all).length > before) refuseConflicts(all);
      }
    }
    await updateRole(uow, roleId, next);
    uow.audit({
      object: { type: 'role', id: roleId },
      changes: { name: [role.name, next.name], grants: [role.grants, next.grants] },
    });
    return {};
  },
});

export const removeRole = command({
  name: 'access.role.remove',
  actors: ['staff'],
  stepUp: true,
  input: z.object({ roleId: idSchema('role') }),
  output: z.object({}),
  run: async (uow, { roleId }) => {
    const role = found(await findRole(uow, roleId), 'role_not_found');
    const held = await memberships(uow);
    if (held.some((one) => one.roleId === roleId)) throw new Refusal('conflict', 'role_in_use');
    await deleteRole(uow, roleId);
    uow.audit({ object: { type: 'role', id: roleId }, changes: { name: [role.name, null] } });
    return {};
  },
});
