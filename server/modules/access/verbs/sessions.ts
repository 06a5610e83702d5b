import { z } from 'zod';
import { isWithin, rangeOf, staffAddresses } from '@/server/kernel/addresses';
import { found, Refusal } from '@/server/kernel/errors';
import { command, query } from '@/server/kernel/verb';
import { endSession, namesOf, staffSessions } from '@/server/modules/identity';
import { EndSession, SetStaffAddresses, StaffAddresses, StaffSession } from '../contract';
import { storeAddresses } from '../repository';
import { assignVerb, staffHolding } from '../rights';

/** Who of the staff is signed in now, from where and how. */
export const listStaffSessions = query({
  name: 'access.session.list',
  actors: ['staff'],
  input: z.object({}),
  output: z.object({ rows: z.array(StaffSession) }),
  run: async (read) => ({
    rows: (await staffSessions(read)).map(({ row, name }) => ({
      id: row.id,
      userId: row.impersonatorId ?? row.userId,
      name,
      method: row.method,
      hasSecondFactor: ['totp', 'passkey', 'recovery_code', 'sso_mfa'].includes(row.method),
      isImpersonation: row.impersonatorId !== null,
      createdAt: row.createdAt,
      lastSeenAt: row.lastSeenAt,
      expiresAt: row.expiresAt,
      ip: row.ip,
      userAgent: row.userAgent,
      isCurrent: row.id === read.actor.sessionId,
    })),
  }),
});

export const endStaffSession = command({
  name: 'access.session.end',
  actors: ['staff'],
  auditRefusal: true,
  input: EndSession,
  output: z.object({}),
  run: async (uow, { sessionId, reason }) => {
    const open = (await staffSessions(uow)).find(({ row }) => row.id === sessionId);
    const { row, owner } = found(open, 'session_not_found');
    if (!(await endSession(uow, row.userId, row.id, 'ended_by_administrator')))
      throw new Refusal('not_found', 'session_not_found');
    uow.audit({ object: { type: 'session', id: sessionId }, facts: { userId: owner }, reason });
    return {};
  },
});

export const readStaffAddresses = query({
  name: 'access.address.read',
  actors: ['staff'],
  input: z.object({}),
  output: StaffAddresses,
  run: async (read) => {
    const { isOn, ranges, breakGlassUserId } = staffAddresses(read.tenant);
    const owners = await staffHolding(read, assignVerb);
    const names = await namesOf(read, owners);
    return {
      isOn,
      ranges: [...ranges],
      breakGlassUserId: owners.find((id) => id === breakGlassUserId) ?? null,
      owners: owners.map((id) => ({ id, name: names.get(id) ?? '' })),
      mine: read.request.ip ?? null,
    };
  },
});

/** From which addresses staff may work. Whoever switches it on stands inside, and one administrator gets in from anywhere. */
export const setStaffAddresses = command({
  name: 'access.address.set',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: SetStaffAddresses,
  output: z.object({}),
  run: async (uow, { reason, ...next }) => {
    const wrong = next.ranges.find((range) => !rangeOf(range));
    if (wrong) throw new Refusal('invalid', 'address_range_invalid', { field: 'ranges', params: { range: wrong } });
    if (next.isOn && !isWithin(uow.request.ip, next.ranges))
      throw new Refusal('rejected', 'own_address_not_inside', { field: 'ranges' });
    const owners = await staffHolding(uow, assignVerb);
    if (next.isOn && !owners.some((id) => id === next.breakGlassUserId))
      throw new Refusal('rejected', 'break_glass_owner_needed', { field: 'breakGlassUserId' });
    const before = staffAddresses(uow.tenant);
    await storeAddresses(uow, next);
    uow.audit({
      object: { type: 'tenant', id: uow.tenant.slug },
      changes: {
        isOn: [before.isOn, next.isOn],
        ranges: [before.ranges, next.ranges],
        breakGlassUserId: [before.breakGlassUserId, next.breakGlassUserId],
      },
      reason,
    });
    return {};
  },
});
