import { and, eq, inArray } from 'drizzle-orm';
import { workItem } from '@/db/schema/_kernel';
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

const openStates = ['open', 'claimed', 'snoozed', 'escalated'] as const;

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
  return id;
}

/** Closes whatever is open for an object (of one kind, when given). Closing nothing is fine. */
export async function closeWork(uow: Uow, objectId: string, outcome: string, kind?: string): Promise<void> {
  await uow.db
    .update(workItem)
    .set({ state: 'closed', closedAt: uow.now, outcome })
    .where(
      and(
        eq(workItem.objectId, objectId),
        inArray(workItem.state, [...openStates]),
        ...(kind ? [eq(workItem.kind, kind)] : []),
      ),
    );
}
