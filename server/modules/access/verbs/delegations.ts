import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { command, query } from '@/server/kernel/verb';
import { findUser, namesOf } from '@/server/modules/identity';
import { Delegate, DelegationRow, Grant } from '../contract';
import { mayHandOn } from '../duties';
import { bumpGrants, deleteDelegations, insertDelegation, liveDelegations, memberships } from '../repository';
import { refuseConflicts } from '../rights';

const longestMs = 31 * 24 * 3_600_000;

/** While I am away somebody else decides in my name. Only what I hold, only to a colleague, and it ends by itself. */
export const delegate = command({
  name: 'access.delegation.create',
  actors: ['staff'],
  ownAccount: true,
  stepUp: true,
  input: Delegate,
  output: z.object({}),
  run: async (uow, { toUserId, grant, until }) => {
    await bumpGrants(uow);
    const fromUserId = found(uow.actor.userId, 'needs_a_person');
    if (!mayHandOn(uow.actor.grants, grant))
      throw new Refusal('forbidden', 'cannot_hand_on', { field: 'grant', params: { grant } });
    const to = await findUser(uow, toUserId);
    if (to?.kind !== 'staff' || to.status !== 'active' || toUserId === fromUserId)
      throw new Refusal('not_found', 'staff_not_found', { field: 'toUserId' });
    if (until <= uow.now || until.getTime() - uow.now.getTime() > longestMs)
      throw new Refusal('invalid', 'delegation_at_most_a_month', { field: 'until' });
    const held = await memberships(uow, toUserId);
    refuseConflicts([...held.flatMap((one) => one.grants), grant]);
    await insertDelegation(uow, { fromUserId, toUserId, grant, until, createdAt: uow.now });
    uow.audit({ object: { type: 'user', id: fromUserId }, facts: { to: toUserId, grant, until } });
    return {};
  },
});

export const listDelegations = query({
  name: 'access.delegation.list',
  actors: ['staff'],
  ownAccount: true,
  input: z.object({}),
  output: z.object({ rows: z.array(DelegationRow) }),
  run: async (read) => {
    const rows = await liveDelegations(read);
    const names = await namesOf(
      read,
      rows.flatMap((row) => [row.fromUserId, row.toUserId]),
    );
    return {
      rows: rows.map(({ fromUserId, toUserId, grant, until }) => ({
        fromUserId,
        from: names.get(fromUserId) ?? '',
        toUserId,
        to: names.get(toUserId) ?? '',
        grant,
        until,
      })),
    };
  },
});

export const endDelegation = command({
  name: 'access.delegation.end',
  actors: ['staff'],
  ownAccount: true,
  input: z.object({ toUserId: idSchema('user'), grant: Grant }),
  output: z.object({}),
  run: async (uow, { toUserId, grant }) => {
    const from = found(uow.actor.userId, 'needs_a_person');
    if ((await deleteDelegations(uow, { from, to: toUserId, grant })) === 0)
      throw new Refusal('not_found', 'delegation_not_found');
    uow.audit({ object: { type: 'user', id: from }, facts: { to: toUserId, grant } });
    return {};
  },
});
