import { and, eq, inArray } from 'drizzle-orm';
import { workItem } from '@/db/schema/_kernel';
import { workClock } from '@/db/schema/_work-clock';
import type { Id } from './ids';
import type { Uow } from './uow';

/** Teams that can be waited for; a person is an assignee within one. */
export const workTeams = [
  'support',
  'onboarding',
  'compliance',
  'finance',
  'dealing',
  'sales',
  'administration',
  'client',
  'system',
] as const;
export type WorkTeam = (typeof workTeams)[number];

export type WorkInput = {
  readonly kind: string;
  readonly object: { readonly type: string; readonly id: string };
  readonly title: string;
  readonly team: WorkTeam;
  /** The one person it is for. */
  readonly assignee?: Id<'user'>;
  readonly client?: Id<'client'>;
  /** 0 now, 1 today, 2 normal, 3 when there is time. */
  readonly priority?: 0 | 1 | 2 | 3;
  readonly stake?: { readonly minor: bigint; readonly asset: string };
  readonly dueAt?: Date;
  readonly waitingOn?: string;
  readonly restrictedTo?: 'compliance' | 'legal';
};

const openStates = ['open', 'claimed', 'snoozed', 'paused', 'escalated'] as const;

export const clockEvents = ['promised', 'moved', 'paused', 'resumed', 'broken', 'kept', 'late'] as const;
type Clocked = Pick<typeof workItem.$inferSelect, 'id' | 'dueAt' | 'minutesLeft' | 'team' | 'assigneeId'>;

/** One line in the history of each item's promise. */
export async function noteClock(
  uow: Uow,
  rows: readonly Clocked[],
  eventOf: (typeof clockEvents)[number] | ((row: Clocked) => 'kept' | 'late'),
  note: string | null = null,
): Promise<void> {
  if (rows.length === 0) return;
  await uow.db.insert(workClock).values(
    rows.map(({ id, dueAt, minutesLeft, team, assigneeId }) => ({
      id: uow.id('workClock'),
      itemId: id,
      event: typeof eventOf === 'string' ? eventOf : eventOf({ id, dueAt, minutesLeft, team, assigneeId }),
      ...{ at: uow.now, dueAt, minutesLeft, team, holderId: assigneeId, by: uow.actor.name, note },
    })),
  );
}

/** How a promise ended. An item without one ends without a line. */
export async function endClocks(uow: Uow, rows: readonly Clocked[], note: string | null): Promise<void> {
  const promised = rows.filter((row) => row.dueAt !== null || row.minutesLeft !== null);
  const isLate = (row: Clocked) => (row.dueAt ? row.dueAt < uow.now : row.minutesLeft === 0);
  await noteClock(uow, promised, (row) => (isLate(row) ? 'late' : 'kept'), note);
}

/** Raises an item, or returns the one that is already open for this kind and object. */
export async function raiseWork(uow: Uow, input: WorkInput): Promise<Id<'workItem'>> {
  const [present] = await uow.db
    .select({ id: workItem.id })
    .from(workItem)
    .where(
      and(
        eq(workItem.objectId, input.object.id),
        eq(workItem.kind, input.kind),
        inArray(workItem.state, [...openStates]),
      ),
    )
    .limit(1);
  if (present) return present.id;
  const id = uow.id('workItem');
  await uow.db.insert(workItem).values({
    id,
    kind: input.kind,
    objectType: input.object.type,
    objectId: input.object.id,
    clientId: input.client ?? null,
    title: input.title,
    team: input.team,
    ...(input.assignee ? { assigneeId: input.assignee, state: 'claimed' } : {}),
    priority: input.priority ?? 2,
    stakeMinor: input.stake?.minor ?? null,
    stakeAsset: input.stake?.asset ?? null,
    waitingOn: input.waitingOn ?? input.team,
    dueAt: input.dueAt ?? null,
    restrictedTo: input.restrictedTo ?? null,
    createdAt: uow.now,
  });
  if (input.dueAt)
    await noteClock(
      uow,
      [{ id, dueAt: input.dueAt, minutesLeft: null, team: input.team, assigneeId: input.assignee ?? null }],
      'promised',
    );
  return id;
}

/** Closes whatever is open for an object (of one kind, when given). Closing nothing is fine. */
export async function closeWork(uow: Uow, objectId: string, outcome: string, kind?: string): Promise<void> {
  const closed = await uow.db
    .update(workItem)
    .set({ state: 'closed', closedAt: uow.now, outcome })
    .where(
      and(
        eq(workItem.objectId, objectId),
        inArray(workItem.state, [...openStates]),
        ...(kind ? [eq(workItem.kind, kind)] : []),
      ),
    )
    .returning();
  await endClocks(uow, closed, outcome);
}
