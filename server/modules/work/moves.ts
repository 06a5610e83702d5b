import { z } from 'zod';
import { holds } from '@/server/kernel/access';
import { found, Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import { type EventOf, next } from '@/server/kernel/state';
import type { Uow } from '@/server/kernel/uow';
import { itemStates } from './contract';
import { findItem, updateItem, type WorkRecord } from './repository';
import { workStates } from './state';

type Change = Parameters<typeof updateItem>[2];

export async function locked(uow: Uow, itemId: Id<'workItem'>): Promise<WorkRecord> {
  const row = found(await findItem(uow, itemId, true), 'work_item_not_found');
  if (row.restrictedTo && !holds(uow.actor, 'sensitive.restricted_reason'))
    throw new Refusal('not_found', 'work_item_not_found');
  return row;
}

export const me = (uow: Uow): Id<'user'> => found(uow.actor.userId, 'needs_a_person');

/** Someone else's work is handed over or released by him, not taken; and a note that was left must be read first. */
export function requireFree(uow: Uow, row: WorkRecord): void {
  if (row.assigneeId && row.assigneeId !== me(uow)) throw new Refusal('conflict', 'claimed_by_another');
  if (row.assigneeId === me(uow) && row.handoverNote && !row.handoverReadAt)
    throw new Refusal('rejected', 'read_the_note_first');
}

export async function move(
  uow: Uow,
  row: WorkRecord,
  event: EventOf<typeof workStates>,
  change: Change,
  more: { reason?: string; facts?: Record<string, unknown> } = {},
): Promise<void> {
  const from = z.enum(itemStates).parse(row.state);
  const state = next(workStates, from, event);
  await updateItem(uow, row.id, { ...change, state });
  uow.audit({
    object: { type: 'workItem', id: row.id },
    thread: row.objectId,
    ...(row.clientId ? { client: row.clientId } : {}),
    changes: { state: [from, state] },
    ...more,
  });
}
