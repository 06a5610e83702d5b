import { z } from 'zod';
import { holds, scopeFor } from '@/server/kernel/access';
import { found, Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { addOfficeMinutes, officeMinutes } from '@/server/kernel/office';
import type { Uow } from '@/server/kernel/uow';
import { command, query } from '@/server/kernel/verb';
import { clockEvents, noteClock } from '@/server/kernel/work';
import { namesOf } from '@/server/modules/identity';
import { ClockLine, ItemId, Pause, PromiseDays, PromiseRow } from '../contract';
import { locked, move, requireFree } from '../moves';
import { breakDue, clockOf, countBreakable, pausedItems, promisesByTeam } from '../queries/clock';
import { officeOf } from '../queries/offices';
import { findItem, type WorkRecord } from '../repository';
import { teamsOf } from '../teams';

const Nothing = z.object({});
const dayMs = 86_400_000;
/** Longer than this nobody is waited for without somebody looking again. */
const pauseMaxMs = 90 * dayMs;

/** Somebody outside has to act: the promise stands still with what is left of it, and goes on at the latest at a given time. */
export const pauseWork = command({
  name: 'work.item.pause',
  actors: ['staff'],
  input: Pause,
  output: Nothing,
  run: async (uow, { itemId, waitingFor, until, reason }) => {
    const row = await locked(uow, itemId);
    requireFree(uow, row);
    const waits = until.getTime() - uow.now.getTime();
    if (waits <= 0) throw new Refusal('invalid', 'end_in_the_past', { field: 'until' });
    if (waits > pauseMaxMs) throw new Refusal('invalid', 'pause_too_long', { field: 'until', params: { days: 90 } });
    const office = await officeOf(uow, row.clientId);
    const minutesLeft = row.dueAt && officeMinutes(uow.now, row.dueAt, office);
    const still = { dueAt: null, minutesLeft, waitingOn: waitingFor };
    await move(uow, row, 'pause', { ...still, snoozedUntil: until, snoozeReason: reason }, { reason, facts: still });
    await noteClock(uow, [{ ...row, ...still }], 'paused', `${waitingFor}: ${reason}`);
    return {};
  },
});

async function resume(uow: Uow, row: WorkRecord, why: string): Promise<void> {
  const dueAt =
    row.minutesLeft === null ? null : addOfficeMinutes(uow.now, row.minutesLeft, await officeOf(uow, row.clientId));
  const holder = row.assigneeId ? (await namesOf(uow, [row.assigneeId])).get(row.assigneeId) : undefined;
  const goesOn = { dueAt, minutesLeft: null, waitingOn: holder ?? row.team, snoozedUntil: null, snoozeReason: null };
  await move(uow, row, row.assigneeId ? 'take_up' : 'resume', goesOn, { facts: { dueAt, why } });
  await noteClock(uow, [{ ...row, ...goesOn }], 'resumed', why);
}

export const resumeWork = command({
  name: 'work.item.resume',
  actors: ['staff'],
  input: ItemId,
  output: Nothing,
  run: async (uow, { itemId }) => {
    const row = await locked(uow, itemId);
    requireFree(uow, row);
    await resume(uow, row, 'resumed by hand');
    return {};
  },
});

const Resumed = z.object({ resumed: z.number().int() });

/** Job: who was waited for has acted, or the wait is over. */
export const resumeWaiting = command({
  name: 'work.item.resume_waiting',
  actors: ['job'],
  /** Without a client: every item whose wait is over. */
  input: z.object({ clientId: idSchema('client').nullable(), why: z.string().min(3).max(200) }),
  output: Resumed,
  run: async (uow, { clientId, why }) => {
    const rows = await pausedItems(uow, clientId);
    if (rows.length === 0) throw new Refusal('conflict', 'nothing_to_wake');
    for (const row of rows) await resume(uow, row, why);
    return { resumed: rows.length };
  },
});

/** Asked first, because a clock that finds nothing to do leaves no trace in the log. */
export const countClocks = query({
  name: 'work.item.count_clocks',
  actors: ['job'],
  input: z.object({ clientId: idSchema('client').nullish() }),
  output: z.object({ waiting: z.number().int(), broken: z.number().int() }),
  run: async (read, { clientId }) => ({
    waiting: (await pausedItems(read, clientId ?? null)).length,
    broken: await countBreakable(read),
  }),
});

/** Job: a time that was promised has passed. It is written down once, with who held the item. */
export const breakPromises = command({
  name: 'work.item.break_promises',
  actors: ['job'],
  input: Nothing,
  output: z.object({ broken: z.number().int() }),
  run: async (uow) => {
    const rows = await breakDue(uow);
    if (rows.length === 0) throw new Refusal('conflict', 'nothing_broken');
    await noteClock(uow, rows, 'broken');
    for (const row of rows) if (row.kind === 'task') await escalateOverdue(uow, row);
    for (const { id, objectId, clientId, kind, team } of rows)
      uow.audit({
        object: { type: 'workItem', id },
        thread: objectId,
        ...(clientId ? { client: clientId } : {}),
        changes: { isBroken: [false, true] },
        facts: { kind, team },
      });
    return { broken: rows.length };
  },
});

/** A task that its owner let pass is the team's. It stays among his own until somebody takes it. */
async function escalateOverdue(uow: Uow, row: WorkRecord): Promise<void> {
  if (row.state === 'escalated') return;
  const change = { escalatedAt: uow.now, priority: 0, assigneeId: null, waitingOn: row.team, snoozedUntil: null };
  await move(uow, row, 'escalate', change, { reason: 'overdue' });
  uow.emit({ name: 'work/item.escalated', data: { itemId: row.id, objectId: row.objectId } });
}

export const readClock = query({
  name: 'work.item.clock',
  actors: ['staff'],
  input: ItemId,
  output: z.array(ClockLine),
  run: async (read, { itemId }) => {
    const item = found(await findItem(read, itemId), 'work_item_not_found');
    if (item.restrictedTo && !holds(read.actor, 'sensitive.restricted_reason'))
      throw new Refusal('not_found', 'work_item_not_found');
    const lines = await clockOf(read, itemId);
    const names = await namesOf(
      read,
      lines.flatMap(({ holderId }) => holderId ?? []),
    );
    return lines.map(({ holderId, event, ...line }) => ({
      ...line,
      event: z.enum(clockEvents).parse(event),
      holder: holderId && (names.get(holderId) ?? ''),
    }));
  },
});

/** Promises that ended in the last days, by team: what `work.item.list` shows one by one. */
export const countPromises = query({
  name: 'work.item.promises',
  actors: ['staff'],
  input: PromiseDays,
  output: z.object({ rows: z.array(PromiseRow) }),
  run: async (read, { days }) => {
    const rows = await promisesByTeam(read, new Date(read.now.getTime() - days * dayMs));
    const teams = new Set<string>(teamsOf(read.actor));
    const seesAll = scopeFor(read.actor, 'work.item.list') === 'all';
    return { rows: rows.filter(({ team }) => seesAll || teams.has(team)) };
  },
});
