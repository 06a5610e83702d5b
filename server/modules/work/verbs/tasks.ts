import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { requireReach } from '@/server/kernel/reach';
import { next } from '@/server/kernel/state';
import type { Read, Uow } from '@/server/kernel/uow';
import { command, query } from '@/server/kernel/verb';
import { closeWork, noteClock } from '@/server/kernel/work';
import { namesOf } from '@/server/modules/identity';
import { itemStates } from '../contract';
import { me } from '../moves';
import { officeOf } from '../queries/offices';
import { findTask, hasReminders, type TaskRecord, takeReminders, tasksOf, updateTask } from '../queries/tasks';
import { clientNames, findItem, updateItem, type WorkRecord } from '../repository';
import { workStates } from '../state';
import { ChangeTask, CreateTask, ListTasks, repeats, TaskId, TaskRow } from '../task-contract';
import { dueBy, remindAt, requireOwner, requireTask, settleDone, startTask, waitAs } from '../tasks';

const tasksMax = 200;
const Done = z.object({ id: idSchema('task') });

const ofClient = ({ clientId }: Pick<TaskRecord, 'clientId'>) => (clientId ? { client: clientId } : {});

export const createTask = command({
  name: 'work.task.create',
  actors: ['staff'],
  input: CreateTask,
  output: Done,
  run: async (uow, { due, remind, ownerId: wanted, clientId, sourceId, note, ...task }) => {
    if (clientId) await requireReach(uow, 'work.task.create', clientId);
    const ownerId = wanted ?? me(uow);
    if (wanted) await requireOwner(uow, wanted);
    const office = await officeOf(uow, clientId ?? null);
    const dueAt = due && dueBy(due, uow.now, office);
    if (task.repeats !== 'none' && !dueAt) throw new Refusal('invalid', 'task_needs_a_time', { field: 'due' });
    const id = await startTask(uow, {
      ...task,
      note: note ?? null,
      ownerId,
      clientId: clientId ?? null,
      sourceId: sourceId ?? null,
      dueAt,
      remindAt: remindAt(dueAt, remind, office),
    });
    return { id };
  },
});

async function mine(uow: Uow, verb: string, id: TaskRecord['id']): Promise<TaskRecord> {
  return requireTask(uow, verb, await findTask(uow, id, true));
}

/** Whoever gives it a new time or another owner takes it back from the team it had gone to. */
const heldBy = ({ state }: WorkRecord, assigneeId: TaskRecord['ownerId']) => {
  const from = z.enum(itemStates).parse(state);
  return { assigneeId, ...(from === 'paused' ? {} : { state: next(workStates, from, 'hand_over') }) };
};

export const changeTask = command({
  name: 'work.task.change',
  actors: ['staff'],
  input: ChangeTask,
  output: Done,
  run: async (uow, { id, due, remind, ownerId: wanted, note, ...words }) => {
    const row = await mine(uow, 'work.task.change', id);
    if (row.doneAt) throw new Refusal('conflict', 'task_done_already');
    const ownerId = wanted ?? row.ownerId;
    if (ownerId !== row.ownerId) await requireOwner(uow, ownerId);
    const office = await officeOf(uow, row.clientId);
    const dueAt = due === undefined ? row.dueAt : due && dueBy(due, uow.now, office);
    if (words.repeats !== 'none' && !dueAt) throw new Refusal('invalid', 'task_needs_a_time', { field: 'due' });
    const after = { ...words, note: note ?? null, ownerId, dueAt, remindAt: remindAt(dueAt, remind, office) };
    await updateTask(uow, id, { ...after, remindedAt: null });
    const item = found(await findItem(uow, row.itemId, true), 'work_item_not_found');
    const isMoved = dueAt?.getTime() !== row.dueAt?.getTime();
    await updateItem(uow, row.itemId, {
      title: after.title,
      priority: after.priority,
      dueAt,
      ...(item.assigneeId === ownerId ? {} : heldBy(item, ownerId)),
      ...(isMoved ? { brokenAt: null } : {}),
    });
    if (isMoved && dueAt) await noteClock(uow, [{ ...item, dueAt }], item.dueAt ? 'moved' : 'promised');
    uow.audit({
      object: { type: 'task', id },
      thread: id,
      ...ofClient(row),
      changes: {
        ...(after.title === row.title ? {} : { title: [row.title, after.title] }),
        ...(isMoved ? { dueAt: [row.dueAt, dueAt] } : {}),
        ...(ownerId === row.ownerId ? {} : { ownerId: [row.ownerId, ownerId] }),
      },
    });
    return { id };
  },
});

export const finishTask = command({
  name: 'work.task.finish',
  actors: ['staff'],
  input: TaskId,
  output: Done,
  run: async (uow, { id }) => {
    const row = await mine(uow, 'work.task.finish', id);
    if (row.doneAt) throw new Refusal('conflict', 'task_done_already');
    await closeWork(uow, id, 'done', 'task');
    await settleDone(uow, row);
    return { id };
  },
});

/** It waits again, as a new item with the time it had; the one that was closed stays closed. */
export const reopenTask = command({
  name: 'work.task.reopen',
  actors: ['staff'],
  input: TaskId,
  output: Done,
  run: async (uow, { id }) => {
    const row = await mine(uow, 'work.task.reopen', id);
    if (!row.doneAt) throw new Refusal('conflict', 'task_not_done');
    const itemId = await waitAs(uow, id, row);
    await updateTask(uow, id, { itemId, doneAt: null, doneBy: null });
    uow.audit({ object: { type: 'task', id }, thread: id, ...ofClient(row), changes: { doneAt: [row.doneAt, null] } });
    return { id };
  },
});

async function rowsOf(read: Read, rows: readonly TaskRecord[]): Promise<TaskRow[]> {
  const [owners, clients] = await Promise.all([
    namesOf(
      read,
      rows.map(({ ownerId }) => ownerId),
    ),
    clientNames(
      read,
      rows.flatMap(({ clientId }) => clientId ?? []),
    ),
  ]);
  return rows.map(({ tenantId: _tenant, ownerId, clientId, remindedAt: _reminded, sourceId: _source, ...row }) => ({
    ...row,
    owner: { id: ownerId, name: owners.get(ownerId) ?? '' },
    client: clientId && { id: clientId, name: clients.get(clientId) ?? '' },
    isOverdue: row.doneAt === null && row.dueAt !== null && row.dueAt < read.now,
    repeats: z.enum(repeats).parse(row.repeats),
  }));
}

export const listTasks = query({
  name: 'work.task.list',
  actors: ['staff'],
  input: ListTasks,
  output: z.object({ rows: z.array(TaskRow) }),
  run: async (read, { clientId, isDone }) => {
    if (clientId) await requireReach(read, 'work.task.list', clientId);
    const whose = clientId ? { clientId } : { ownerId: found(read.actor.userId, 'needs_a_person') };
    return { rows: await rowsOf(read, await tasksOf(read, whose, isDone, tasksMax)) };
  },
});

/** Asked first, because a clock that finds nothing to do leaves no trace in the log. */
export const countReminders = query({
  name: 'work.task.count_reminders',
  actors: ['job'],
  input: z.object({}),
  output: z.object({ isDue: z.boolean() }),
  run: async (read) => ({ isDue: await hasReminders(read) }),
});

/** Job: whoever wanted to be reminded is, once. */
export const remindTasks = command({
  name: 'work.task.remind',
  actors: ['job'],
  input: z.object({}),
  output: z.object({ reminded: z.number().int() }),
  run: async (uow) => {
    const rows = await takeReminders(uow);
    if (rows.length === 0) throw new Refusal('conflict', 'nothing_to_tell');
    for (const row of rows) {
      uow.emit({ name: 'work/task.reminded', data: { taskId: row.id, itemId: row.itemId } });
      uow.audit({
        object: { type: 'task', id: row.id },
        thread: row.id,
        ...ofClient(row),
        facts: { dueAt: row.dueAt },
      });
    }
    return { reminded: rows.length };
  },
});
