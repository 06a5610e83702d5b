import { and, asc, desc, eq, isNotNull, isNull, lte, type SQL } from 'drizzle-orm';
import { task } from '@/db/schema/work';
import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';

export type TaskRecord = typeof task.$inferSelect;

export async function insertTask(uow: Uow, row: typeof task.$inferInsert): Promise<void> {
  await uow.db.insert(task).values(row);
}

export async function updateTask(uow: Uow, id: Id<'task'>, values: Partial<typeof task.$inferInsert>): Promise<void> {
  await uow.db.update(task).set(values).where(eq(task.id, id));
}

export async function findTask(read: Read, id: Id<'task'>, lock = false): Promise<TaskRecord | null> {
  const query = read.db.select().from(task).where(eq(task.id, id));
  const [row] = await (lock ? query.for('update') : query);
  return row ?? null;
}

/** The task that waits as this item. */
export async function taskOfItem(uow: Uow, itemId: Id<'workItem'>): Promise<TaskRecord | null> {
  const [row] = await uow.db.select().from(task).where(eq(task.itemId, itemId)).for('update');
  return row ?? null;
}

type Whose = { ownerId: Id<'user'> } | { clientId: Id<'client'> };

/** Open ones by what is due first, those without a day last; done ones with the newest first. */
export async function tasksOf(read: Read, whose: Whose, isDone: boolean, limit: number): Promise<TaskRecord[]> {
  const his: SQL = 'ownerId' in whose ? eq(task.ownerId, whose.ownerId) : eq(task.clientId, whose.clientId);
  return read.db
    .select()
    .from(task)
    .where(and(his, isDone ? isNotNull(task.doneAt) : isNull(task.doneAt)))
    .orderBy(...(isDone ? [desc(task.doneAt)] : [asc(task.dueAt), asc(task.priority)]), asc(task.id))
    .limit(limit);
}

const remindable = (now: Date) => and(isNull(task.remindedAt), isNull(task.doneAt), lte(task.remindAt, now));

export async function hasReminders(read: Read): Promise<boolean> {
  const rows = await read.db.select({ id: task.id }).from(task).where(remindable(read.now)).limit(1);
  return rows.length > 0;
}

export async function takeReminders(uow: Uow): Promise<TaskRecord[]> {
  return uow.db.update(task).set({ remindedAt: uow.now }).where(remindable(uow.now)).returning();
}
