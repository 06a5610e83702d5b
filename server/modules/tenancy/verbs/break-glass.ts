import { z } from 'zod';
import { found } from '@/server/kernel/errors';
import { type Id, idFromUuid, idSchema, uuidFromId } from '@/server/kernel/ids';
import { command, query } from '@/server/kernel/verb';
import { tokenTextOf } from '@/server/modules/identity';
import { BreakGlassRow, OpenBreakGlass } from '../platform-contract';
import {
  closeBreakGlass,
  findOpenBreakGlass,
  insertBreakGlass,
  listBreakGlassRows,
  openBreakGlass,
  setBreakGlassClosed,
  tenantDetail,
} from '../repository/platform';
import { foreignAudit, requirePlatform } from './platform';

/** The guest's user id is the break-glass id's uuid: closing needs nothing else. */
const guestOf = (id: Id<'breakGlass'>): string => uuidFromId('breakGlass', id);

/**
 * Platform staff inside a tenant: a reading guest with an end, whose name says who it is. The opening stands in the tenant's
 * own audit log, and so does everything the guest does.
 */
export const breakTheGlass = command({
  name: 'tenancy.break_glass.open',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  secretOutput: true,
  input: OpenBreakGlass,
  output: z.object({ id: idSchema('breakGlass'), slug: z.string(), ticket: z.string() }),
  run: async (uow, { tenantId, reason, minutes }) => {
    requirePlatform(uow);
    const staffId = found(uow.actor.userId, 'needs_a_person');
    const { tenant } = found(await tenantDetail(uow, tenantId), 'tenant_not_found');
    const id = uow.id('breakGlass');
    const expiresAt = new Date(uow.now.getTime() + minutes * 60_000);
    const token = uow.id('token');
    await openBreakGlass(uow, tenantId, {
      at: uow.now,
      expires_at: expiresAt,
      user: guestOf(id),
      role: uuidFromId('role', uow.id('role')),
      token: uuidFromId('token', token),
      email: `${id}@platform.invalid`,
      name: `${uow.actor.name} (platform)`,
      payload: { surface: 'desk', method: 'break_glass', reason, minutes },
      audit: foreignAudit(uow, uow.verb, tenant.slug, {
        reason,
        facts: { minutes, guest: idFromUuid('user', guestOf(id)) },
      }),
    });
    await insertBreakGlass(uow, {
      id,
      targetTenantId: tenantId,
      staffId,
      staffName: uow.actor.name,
      reason,
      openedAt: uow.now,
      expiresAt,
    });
    uow.audit({ object: { type: 'tenant', id: tenant.slug }, reason, facts: { breakGlass: id, minutes } });
    return { id, slug: tenant.slug, ticket: await tokenTextOf(uow.ctx.keys, tenantId, 'ticket', token) };
  },
});

export const closeTheGlass = command({
  name: 'tenancy.break_glass.close',
  actors: ['staff'],
  input: z.object({ id: idSchema('breakGlass') }),
  output: z.object({}),
  run: async (uow, { id }) => {
    requirePlatform(uow);
    const row = found(await findOpenBreakGlass(uow, id), 'break_glass_not_found');
    await setBreakGlassClosed(uow, id);
    await closeBreakGlass(uow, row.targetTenantId, guestOf(id), foreignAudit(uow, uow.verb, row.targetTenantId));
    uow.audit({ object: { type: 'tenant', id: row.targetTenantId }, facts: { breakGlass: id } });
    return {};
  },
});

export const listBreakGlass = query({
  name: 'tenancy.break_glass.list',
  actors: ['staff'],
  input: z.object({}),
  output: z.object({ rows: z.array(BreakGlassRow) }),
  run: async (read) => {
    requirePlatform(read);
    const rows = await listBreakGlassRows(read);
    return {
      rows: rows.map(({ id, targetTenantId, staffName, reason, openedAt, expiresAt, closedAt }) => ({
        id,
        tenantId: targetTenantId,
        staffName,
        reason,
        openedAt,
        expiresAt,
        closedAt,
      })),
    };
  },
});
