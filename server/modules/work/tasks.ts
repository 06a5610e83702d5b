import type { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import { closingAfter, closingOf, type OfficeHours } from '@/server/kernel/office';
import { requireReach } from '@/server/kernel/reach';
import { addBusinessDays, addDays, addMonths, instantOf, localDate } from '@/server/kernel/time';
import type { Read, Uow } from '@/server/kernel/uow';
import { raiseWork, type WorkTeam } from '@/server/kernel/work';
import { findUser } from '@/server/modules/identity';
import { officeOf } from './queries/offices';
import { insertTask, type TaskRecord, taskOfItem, updateTask } from './queries/tasks';
import type { WorkRecord } from './repository';
import type { Due, reminders, repeats } from './task-contract';
import { teamsOf } from './teams';

type Repeats = (typeof repeats)[number];

/** After work "today" is the next business day; a day that has passed is a mistake. */
export function dueBy(due: z.output<typeof Due>, now: Date, office: OfficeHours): Date {
  const at = due.by === 'day' ? closingOf(due.day, office) : closingAfter(now, due.days, office);
  if (at > now) return at;
  if (due.by === 'day') throw new Refusal('invalid', 'end_in_the_past', { field: 'due' });
  return closingAfter(now, due.days + 1, office);
}

/** When its office opens on the day, or on the business day before. */
export function remindAt(dueAt: Date | null, remind: (typeof reminders)[number], office: OfficeHours): Date | null {
  if (remind === 'none') return null;
  if (!dueAt) throw new Refusal('invalid', 'task_needs_a_time', { field: 'due' });
  const day = localDate(dueAt, office.zone);
  const on = remind === 'that_day' ? day : addBusinessDays(day, -1, office.calendar);
  return instantOf(on, office.opens, office.zone);
}

const later: Record<Exclude<Repeats, 'none'>, (day: string) => string> = {
  daily: (day) => addDays(day, 1),
  weekly: (day) => addDays(day, 7),
  monthly: (day) => addMonths(day, 1),
};

/** The next time that is still to come: what was done late does not come back late. */
export function nextDue(dueAt: Date, how: Exclude<Repeats, 'none'>, now: Date, office: OfficeHours): Date {
  let day = later[how](localDate(dueAt, office.zone));
  while (closingOf(day, office) <= now) day = later[how](day);
  return closingOf(day, office);
}

/** A task is of whoever may see its client; without a client it is its owner's. */
export async function requireTask(read: Read, verb: string, row: TaskRecord | null): Promise<TaskRecord> {
  const task = found(row, 'task_not_found');
  if (task.ownerId === read.actor.userId) return task;
  if (!task.clientId) throw new Refusal('not_found', 'task_not_found');
  await requireReach(read, verb, task.clientId);
  return task;
}

export async function requireOwner(uow: Uow, ownerId: Id<'user'>): Promise<void> {
  const owner = await findUser(uow, ownerId);
  if (owner?.kind !== 'staff' || owner.status !== 'active')
    throw new Refusal('not_found', 'staff_not_found', { field: 'ownerId' });
}

type New = Omit<
  TaskRecord,
  'tenantId' | 'id' | 'itemId' | 'createdAt' | 'createdBy' | 'doneAt' | 'doneBy' | 'remindedAt'
>;

export const waitAs = (uow: Uow, id: Id<'task'>, task: New) =>
  raiseWork(uow, {
    kind: 'task',
    object: { type: 'task', id },
    title: task.title,
    team: teamsOf(uow.actor)[0] ?? ('administration' satisfies WorkTeam),
    assignee: task.ownerId,
    priority: task.priority as 0 | 1 | 2 | 3, // the contract lets no other in
    ...(task.clientId ? { client: task.clientId } : {}),
    ...(task.dueAt ? { dueAt: task.dueAt } : {}),
  });

export async function startTask(uow: Uow, task: New): Promise<Id<'task'>> {
  const id = uow.id('task');
  const itemId = await waitAs(uow, id, task);
  await insertTask(uow, { ...task, id, itemId, createdAt: uow.now, createdBy: uow.actor.name });
  uow.audit({
    object: { type: 'task', id },
    thread: id,
    ...(task.clientId ? { client: task.clientId } : {}),
    changes: { title: [null, task.title], dueAt: [null, task.dueAt], ownerId: [null, task.ownerId] },
  });
  return id;
}

/** Writes down that it is done; what repeats begins anew. Its item is closed by whoever calls. */
export async function settleDone(uow: Uow, task: TaskRecord): Promise<void> {
  await updateTask(uow, task.id, { doneAt: uow.now, doneBy: uow.actor.name });
  uow.audit({
    object: { type: 'task', id: task.id },
    thread: task.id,
    ...(task.clientId ? { client: task.clientId } : {}),
    changes: { doneAt: [null, uow.now] },
  });
  const how = task.repeats as Repeats; // written from the list
  if (how === 'none' || !task.dueAt) return;
  const office = await officeOf(uow, task.clientId);
  const dueAt = nextDue(task.dueAt, how, uow.now, office);
  const sameDay = task.remindAt && localDate(task.remindAt, office.zone) === localDate(task.dueAt, office.zone);
  const remind = task.remindAt === null ? 'none' : sameDay ? 'that_day' : 'day_before';
  const {
    tenantId: _t,
    id: _i,
    itemId: _w,
    remindedAt: _r,
    doneAt: _d,
    doneBy: _b,
    createdAt: _c,
    createdBy: _y,
    ...same
  } = task;
  await startTask(uow, { ...same, dueAt, remindAt: remindAt(dueAt, remind, office) });
}

/** Whoever takes the item over has the task. */
export async function ownerFollows(uow: Uow, { id, kind }: WorkRecord, ownerId: Id<'user'>): Promise<void> {
  const task = kind === 'task' ? await taskOfItem(uow, id) : null;
  if (task && task.ownerId !== ownerId) await updateTask(uow, task.id, { ownerId });
}

/** An item that is closed by hand is a task that is done. */
export async function doneWithItem(uow: Uow, itemId: Id<'workItem'>): Promise<void> {
  const task = await taskOfItem(uow, itemId);
  if (task && !task.doneAt) await settleDone(uow, task);
}
