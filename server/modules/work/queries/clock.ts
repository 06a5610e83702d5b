import { and, eq, isNull, lt, lte, sql } from 'drizzle-orm';
import { workItem } from '@/db/schema/_kernel';
import { workClock } from '@/db/schema/_work-clock';
import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';
import type { WorkRecord } from '../repository';

/** Items that wait for this client, or, of all clients, those whose wait is over. */
export async function pausedItems(read: Read, clientId: Id<'client'> | null): Promise<WorkRecord[]> {
  const ended = lte(workItem.snoozedUntil, read.now);
  const his = clientId && and(eq(workItem.clientId, clientId), eq(workItem.waitingOn, 'client'));
  return read.db
    .select()
    .from(workItem)
    .where(and(eq(workItem.state, 'paused'), his ?? ended))
    .orderBy(workItem.createdAt)
    .limit(200);
}

const breakable = (now: Date) => and(isNull(workItem.closedAt), isNull(workItem.brokenAt), lt(workItem.dueAt, now));

export async function countBreakable(read: Read): Promise<number> {
  const [row] = await read.db.select({ n: sql<number>`count(*)::int` }).from(workItem).where(breakable(read.now));
  return row?.n ?? 0;
}

export async function breakDue(uow: Uow): Promise<WorkRecord[]> {
  return uow.db.update(workItem).set({ brokenAt: uow.now }).where(breakable(uow.now)).returning();
}

export async function clockOf(read: Read, itemId: Id<'workItem'>) {
  const { event, at, dueAt, minutesLeft, team, holderId, by, note } = workClock;
  return read.db
    .select({ event, at, dueAt, minutesLeft, team, holderId, by, note })
    .from(workClock)
    .where(eq(workClock.itemId, itemId))
    .orderBy(workClock.at)
    .limit(200);
}

type TeamPromises = { team: string; kept: number; late: number; broken: number };

export async function promisesByTeam(read: Read, since: Date): Promise<TeamPromises[]> {
  const { rows } = await read.db.execute<TeamPromises>(sql`
    select team, sum(kept)::int as kept, sum(late)::int as late, sum(broken)::int as broken from (
      select team, count(*) filter (where event = 'kept') as kept, count(*) filter (where event = 'late') as late, 0 as broken
      from work_clock where event in ('kept', 'late') and at >= ${since.toISOString()}::timestamptz group by team
      union all
      select team, 0, 0, count(*) from work_item where closed_at is null and broken_at is not null group by team
    ) one group by team order by team`);
  return rows;
}
