import { z } from 'zod';
import { found } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { command, query } from '@/server/kernel/verb';
import { PlaceHold, ReleaseHold } from '../contract';
import { openHold, placeHoldOn, releaseHoldOn, secret } from '../holds';
import { expiredHolds, findClient, findHold } from '../repository/clients';
import { requireVisible } from '../standing';

const HoldId = z.object({ id: idSchema('hold') });

export const placeHold = command({
  name: 'clients.hold.place',
  actors: ['staff', 'job'],
  auditRefusal: true,
  input: PlaceHold,
  output: HoldId,
  run: async (uow, { clientId, ...hold }) => {
    await requireVisible(uow, clientId);
    const client = found(await findClient(uow, clientId, { lock: true }), 'client_not_found');
    const id = await placeHoldOn(uow, client, {
      ...hold,
      amount: hold.amount ?? null,
      expiresAt: hold.expiresAt ?? null,
    });
    return { id };
  },
});

/** Stopping is one person, restarting is two. */
export const releaseHold = command({
  name: 'clients.hold.release',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: ReleaseHold,
  output: HoldId,
  approval: async (uow, { id, reason }) => {
    const hold = await openHold(uow, id);
    if (hold.clientId) await requireVisible(uow, hold.clientId);
    return {
      needed: 1,
      decideGrant: 'clients.hold.release',
      summary: `Release a hold: ${reason}`,
      object: { type: 'hold', id },
      ...(hold.clientId ? { client: hold.clientId } : {}),
      ...(hold.amountMinor !== null && hold.asset ? { stake: { minor: hold.amountMinor, asset: hold.asset } } : {}),
      policyVersion: 'clients.hold/1',
      ...secret(hold.reason),
      checks: { placedAt: hold.placedAt.toISOString(), expiresAt: hold.expiresAt?.toISOString() ?? null },
    };
  },
  run: async (uow, { id, reason }) => {
    await openHold(uow, id);
    await releaseHoldOn(uow, id, reason);
    return { id };
  },
});

/** Holds whose time has come. They bind no longer; `expireHold` says so to whoever acts on capabilities. */
export const listDueHolds = query({
  name: 'clients.hold.list_due',
  actors: ['job'],
  input: z.object({ limit: z.number().int().min(1).max(500).default(200) }),
  output: z.array(HoldId),
  run: async (read, { limit }) => (await expiredHolds(read, limit)).map(({ id }) => ({ id })),
});

export const expireHold = command({
  name: 'clients.hold.expire',
  actors: ['job'],
  input: HoldId,
  output: z.object({ isExpired: z.boolean() }),
  run: async (uow, { id }) => {
    const hold = found(await findHold(uow, id, { lock: true }), 'hold_not_found');
    const isDue = hold.releasedAt === null && hold.expiresAt !== null && hold.expiresAt <= uow.now;
    if (isDue) await releaseHoldOn(uow, id, 'expired');
    else uow.audit({ object: { type: 'hold', id }, facts: { isDue } });
    return { isExpired: isDue };
  },
});
