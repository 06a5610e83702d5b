import { z } from 'zod';
import { Refusal } from '@/server/kernel/errors';
import { command, query } from '@/server/kernel/verb';
import { endClocks } from '@/server/kernel/work';
import { findUser } from '@/server/modules/identity';
import { Close, Escalate, HandOver, ItemId, Snooze } from '../contract';
import { locked, me, move, requireFree } from '../moves';
import { dueSnoozed, updateItem, wakeItems } from '../repository';
import { doneWithItem, ownerFollows } from '../tasks';

const Nothing = z.object({});
const acts = { actors: ['staff'] as const, output: Nothing };

export const claimWork = command({
  ...acts,
  name: 'work.item.claim',
  input: ItemId,
  run: async (uow, { itemId }) => {
    const row = await locked(uow, itemId);
    requireFree(uow, row);
    await move(uow, row, 'claim', { assigneeId: me(uow), waitingOn: uow.actor.name, snoozedUntil: null });
    await ownerFollows(uow, row, me(uow));
    return {};
  },
});

export const releaseWorkItem = command({
  ...acts,
  name: 'work.item.release',
  input: ItemId,
  run: async (uow, { itemId }) => {
    const row = await locked(uow, itemId);
    if (row.assigneeId !== me(uow)) throw new Refusal('conflict', 'not_yours_to_release');
    requireFree(uow, row);
    await move(uow, row, 'release', {
      assigneeId: null,
      waitingOn: row.team,
      handoverNote: null,
      handoverReadAt: null,
    });
    return {};
  },
});

export const handOver = command({
  ...acts,
  name: 'work.item.hand_over',
  input: HandOver,
  run: async (uow, { itemId, toUserId, toTeam, note }) => {
    const row = await locked(uow, itemId);
    requireFree(uow, row);
    const left = { handoverNote: note, handoverReadAt: null };
    if (toUserId) {
      const to = await findUser(uow, toUserId);
      if (to?.kind !== 'staff' || to.status !== 'active')
        throw new Refusal('not_found', 'staff_not_found', { field: 'toUserId' });
      await move(
        uow,
        row,
        'hand_over',
        { assigneeId: toUserId, waitingOn: to.name, ...left },
        { facts: { to: toUserId } },
      );
      await ownerFollows(uow, row, toUserId);
    } else {
      const team = toTeam ?? row.team;
      await move(uow, row, 'pass_on', { assigneeId: null, team, waitingOn: team, ...left }, { facts: { to: team } });
    }
    return {};
  },
});

export const readNote = command({
  ...acts,
  name: 'work.item.read_note',
  input: ItemId,
  run: async (uow, { itemId }) => {
    const row = await locked(uow, itemId);
    if (!row.handoverNote) throw new Refusal('conflict', 'no_note_to_read');
    if (row.assigneeId && row.assigneeId !== me(uow)) throw new Refusal('conflict', 'claimed_by_another');
    await updateItem(uow, itemId, { handoverReadAt: uow.now });
    uow.audit({ object: { type: 'workItem', id: itemId }, thread: row.objectId });
    return {};
  },
});

export const snoozeWork = command({
  ...acts,
  name: 'work.item.snooze',
  input: Snooze,
  run: async (uow, { itemId, until, reason }) => {
    const row = await locked(uow, itemId);
    requireFree(uow, row);
    if (until <= uow.now) throw new Refusal('invalid', 'end_in_the_past', { field: 'until' });
    await move(uow, row, 'snooze', { snoozedUntil: until, snoozeReason: reason }, { reason });
    return {};
  },
});

export const escalateWork = command({
  ...acts,
  name: 'work.item.escalate',
  input: Escalate,
  run: async (uow, { itemId, reason }) => {
    const row = await locked(uow, itemId);
    await move(
      uow,
      row,
      'escalate',
      { escalatedAt: uow.now, priority: 0, assigneeId: null, waitingOn: row.team },
      { reason },
    );
    uow.emit({ name: 'work/item.escalated', data: { itemId, objectId: row.objectId } });
    return {};
  },
});

/** Kinds that end with the thing they are about; closing them by hand would hide it. */
const endsWithItsObject = new Set(['approval', 'withdrawal']);

export const closeWorkItem = command({
  ...acts,
  name: 'work.item.close',
  input: Close,
  run: async (uow, { itemId, outcome }) => {
    const row = await locked(uow, itemId);
    requireFree(uow, row);
    if (endsWithItsObject.has(row.kind)) throw new Refusal('rejected', 'decide_it_instead');
    await move(uow, row, 'close', { closedAt: uow.now, outcome }, { facts: { outcome } });
    await endClocks(uow, [row], outcome);
    if (row.kind === 'task') await doneWithItem(uow, row.id);
    return {};
  },
});

/** Asked first, because a clock that finds nothing to do leaves no trace in the log. */
export const countDueSnoozed = query({
  name: 'work.item.count_due',
  actors: ['job'],
  input: Nothing,
  output: z.object({ due: z.number().int() }),
  run: async (read) => ({ due: await dueSnoozed(read) }),
});

/** Job, every minute: what was snoozed comes back to its inbox. */
export const wakeSnoozed = command({
  name: 'work.item.wake',
  actors: ['job'],
  input: Nothing,
  output: z.object({ woken: z.number().int() }),
  run: async (uow) => {
    const woken = await wakeItems(uow);
    for (const id of woken) uow.audit({ object: { type: 'workItem', id }, changes: { state: ['snoozed', 'open'] } });
    if (woken.length === 0) throw new Refusal('conflict', 'nothing_to_wake');
    return { woken: woken.length };
  },
});
