import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { idSchema, uuidFromId, uuidv7 } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';
import { command, query } from '@/server/kernel/verb';
import { allRoles, insertRoles, platformPresets, replaceMemberships } from '@/server/modules/access';
import { createUser, userWithEmail } from '@/server/modules/identity';
import { Bootstrap, SetStatus, TenantDetailOut, TenantFilter, TenantRow, Vet } from '../platform-contract';
import {
  createTenant,
  markVetted,
  platformTenants,
  setTenantStatus,
  slugIsTaken,
  type TenantDetail,
  tenantDetail,
} from '../repository/platform';

const Nothing = z.object({});

/** These verbs exist in the platform's tenant only; anywhere else they are as good as absent. */
export function requirePlatform(read: Read): void {
  if (read.tenant.kind !== 'platform') throw new Refusal('not_found', 'only_on_the_platform');
}

/** The same story in the log of the tenant it happened to. */
export const foreignAudit = (
  uow: Uow,
  action: string,
  objectId: string,
  more: { reason?: string; facts?: object; changes?: object } = {},
) => ({
  id: uuidv7(uow.ctx.clock, uow.ctx.rng),
  actor: { kind: 'platform', name: uow.actor.name, userId: uow.actor.userId ?? null },
  action,
  object_type: 'tenant',
  object_id: objectId,
  request_id: uow.request.id,
  ...more,
});

export const listTenants = query({
  name: 'tenancy.platform.list_tenants',
  actors: ['staff', 'platform'],
  input: TenantFilter,
  output: z.object({ rows: z.array(TenantRow) }),
  run: async (read, { search, environment, waitingForVetting }) => {
    requirePlatform(read);
    const wanted = search?.toLowerCase();
    const rows = (await platformTenants(read)).filter(
      (row) =>
        (!wanted || `${row.slug} ${row.name} ${row.organisation}`.toLowerCase().includes(wanted)) &&
        (!environment || row.environment === environment) &&
        (!waitingForVetting || (row.goLiveRequestedAt !== null && row.vettedAt === null)),
    );
    return { rows };
  },
});

export const getTenant = query({
  name: 'tenancy.platform.get_tenant',
  actors: ['staff', 'platform'],
  input: z.object({ tenantId: z.uuid() }),
  output: TenantDetailOut,
  run: async (read, { tenantId }) => {
    requirePlatform(read);
    const row = found(
      (await platformTenants(read)).find((one) => one.id === tenantId),
      'tenant_not_found',
    );
    const detail = found(await tenantDetail(read, tenantId), 'tenant_not_found');
    const text = (value: unknown) => (typeof value === 'string' ? value : '');
    return {
      ...row,
      entities: detail.entities.map((one) => ({
        name: one.name,
        jurisdiction: text(one.jurisdiction),
        licence: one.licence,
      })),
      brands: detail.brands.map((one) => ({ name: one.name, slug: text(one.slug) })),
      administrators: detail.administrators.map(({ name, email }) => ({ name, email })),
    };
  },
});

/** The live tenant begins as the sandbox was set up, but with nothing that ever happened in it. */
function liveCopy(uow: Uow, detail: TenantDetail, liveSlug: string) {
  const tenantId = uuidv7(uow.ctx.clock, uow.ctx.rng);
  const fresh = <T extends { id: string }>(rows: readonly T[], kind: 'entity' | 'brand' | 'user') =>
    new Map(rows.map((row) => [row.id, uuidFromId(kind, uow.id(kind) as never)])); // ids of one kind
  const entities = fresh(detail.entities, 'entity');
  const brands = fresh(detail.brands, 'brand');
  const users = fresh(detail.administrators, 'user');
  const roles = detail.roles.map((role) => ({ ...role, id: uuidFromId('role', uow.id('role')) }));
  const administrator = roles.find((role) => role.key === 'administrator')?.id;
  const { organisation, tenant } = detail;
  return {
    tenantId,
    rows: {
      at: uow.now,
      organisation: {
        id: organisation.id,
        name: organisation.name,
        kind: organisation.kind,
        country: organisation.country,
      },
      tenant: {
        id: tenantId,
        slug: liveSlug,
        name: tenant.name,
        kind: tenant.kind,
        environment: 'live',
        features: tenant.features,
        settings: { soloMode: false },
      },
      entities: detail.entities.map((row) => ({ ...row, id: entities.get(row.id) })),
      brands: detail.brands.map((row) => ({ ...row, id: brands.get(row.id), entity_id: entities.get(row.entity_id) })),
      roles,
      users: detail.administrators.map((row) => ({ ...row, id: users.get(row.id) })),
      memberships: [...users.values()].map((user_id) => ({ user_id, role_id: administrator })),
      tokens: [],
      audit: foreignAudit(uow, 'tenancy.organisation.went_live', liveSlug, { facts: { sandbox: tenant.slug } }),
    },
  };
}

export const vetOrganisation = command({
  name: 'tenancy.platform.vet',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: Vet,
  output: z.object({ liveTenantId: z.uuid(), slug: z.string() }),
  run: async (uow, { tenantId, liveSlug, note }) => {
    requirePlatform(uow);
    const detail = found(await tenantDetail(uow, tenantId), 'tenant_not_found');
    if (detail.tenant.environment !== 'sandbox') throw new Refusal('conflict', 'already_live');
    if (detail.organisation.vetted_at) throw new Refusal('conflict', 'already_done');
    if (await slugIsTaken(uow, liveSlug)) throw new Refusal('conflict', 'slug_taken', { field: 'liveSlug' });
    const { tenantId: liveTenantId, rows } = liveCopy(uow, detail, liveSlug);
    await markVetted(uow, detail.organisation.id, note);
    const refused = await createTenant(uow, rows);
    if (refused) throw new Refusal('conflict', refused, { field: 'liveSlug' });
    await setTenantStatus(uow, tenantId, 'active', foreignAudit(uow, uow.verb, detail.tenant.slug, { reason: note }));
    uow.audit({
      object: { type: 'tenant', id: detail.tenant.slug },
      changes: { vetted: [false, true], liveSlug: [null, liveSlug] },
      reason: note,
    });
    return { liveTenantId, slug: liveSlug };
  },
});

export const setTenantState = command({
  name: 'tenancy.platform.set_status',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: SetStatus,
  output: Nothing,
  run: async (uow, { tenantId, status, reason }) => {
    requirePlatform(uow);
    const { tenant } = found(await tenantDetail(uow, tenantId), 'tenant_not_found');
    const changes = { status: [tenant.status, status] as const };
    await setTenantStatus(uow, tenantId, status, foreignAudit(uow, uow.verb, tenant.slug, { reason, changes }));
    uow.audit({ object: { type: 'tenant', id: tenant.slug }, changes, reason });
    return {};
  },
});

/** The first administrator of the platform, by whoever can run a command on its machine; again for an address that is there changes nothing. */
export const bootstrapPlatform = command({
  name: 'tenancy.platform.bootstrap',
  actors: ['platform', 'job'],
  secretInput: true,
  input: Bootstrap,
  output: z.object({ userId: idSchema('user'), isNew: z.boolean() }),
  run: async (uow, { email, name, password }) => {
    requirePlatform(uow);
    const present = await userWithEmail(uow, 'staff', email);
    uow.audit({ object: { type: 'tenant', id: uow.tenant.slug }, facts: { isNew: present === null } });
    if (present) return { userId: present.id, isNew: false };
    const known = await allRoles(uow);
    const missing = platformPresets
      .filter(({ key }) => !known.some((role) => role.key === key))
      .map(({ key, name: title, grants }) => ({
        id: uow.id('role'),
        key,
        name: title,
        grants: [...grants],
        isPreset: true,
        createdAt: uow.now,
      }));
    if (missing.length > 0) await insertRoles(uow, missing);
    const roles = [...known, ...missing];
    const userId = await createUser(uow, { kind: 'staff', email, name, password, isEmailVerified: true });
    const roleId = found(roles.find((role) => role.key === 'administrator')?.id, 'role_not_found');
    await replaceMemberships(uow, userId, [{ roleId, rowScope: 'all', teamId: null }]);
    return { userId, isNew: true };
  },
});
