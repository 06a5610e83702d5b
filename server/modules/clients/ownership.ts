import { actorRecord } from '@/server/kernel/funnel';
import type { Id } from '@/server/kernel/ids';
import type { Uow } from '@/server/kernel/uow';
import { decide } from '@/server/modules/policy';
import { Dealer, type Dealt, factsOf } from './assignment';
import type { Place } from './ownership-contract';
import { ownerRule } from './policy';
import { insertOwnerships, type PlacedClient, placeClients, placesOf } from './repository/ownership';

export const isSamePlace = (one: Place, other: Place): boolean =>
  one.ownerId === other.ownerId && one.teamId === other.teamId && one.desk === other.desk;

export type Handover = {
  readonly row: Place & { readonly id: Id<'client'> };
  readonly next: Place;
  readonly rule?: Dealt;
};
type Why = {
  readonly how: 'by_hand' | 'by_rule' | 'in_bulk';
  readonly reason: string;
  /** Of a run that a person started and a job carries out. */
  readonly run?: { readonly id: Id<'reassignment'>; readonly startedBy: unknown };
};

/**
 * The one writer of owner, team and desk. Row scopes read these columns, so the former owner reaches nothing from this commit on.
 * Rows must be locked; whoever is already there is left out.
 */
export async function setOwnership(uow: Uow, handovers: readonly Handover[], why: Why): Promise<Handover[]> {
  const moving = handovers.filter(({ row, next }) => !isSamePlace(row, next));
  if (moving.length === 0) return [];
  const { run, how, reason } = why;
  await placeClients(
    uow,
    moving.map(({ row, next }) => ({ id: row.id, next })),
  );
  await insertOwnerships(
    uow,
    moving.map(({ row, next }) => ({
      id: uow.id('ownership'),
      clientId: row.id,
      since: uow.now,
      ...next,
      how,
      reason,
      setBy: run?.startedBy ?? actorRecord(uow.actor),
      reassignmentId: run?.id ?? null,
    })),
  );
  for (const { row, next, rule } of moving) {
    uow.audit({
      action: 'clients.owner.assign',
      object: { type: 'client', id: row.id },
      client: row.id,
      ...(run ? { thread: run.id } : {}),
      changes: {
        owner: [row.ownerId, next.ownerId],
        team: [row.teamId, next.teamId],
        desk: [row.desk, next.desk],
      },
      facts: { how, ...(rule?.row ? { rule: rule.row, version: rule.version, problem: rule.problem } : {}) },
      reason,
    });
    uow.emit({ name: 'clients/owner.changed', data: { clientId: row.id } });
  }
  return moving;
}

/** A newcomer goes where the tenant's rules send him. Without a rule that hits he is nobody's, and the list of those says so. */
export async function assignByRules(uow: Uow, id: Id<'client'>): Promise<void> {
  const [row] = await placesOf(uow, [id]);
  if (!row) return;
  const dealt = await (await Dealer.of(uow)).byRules(row);
  if (!dealt.row) return;
  await decide(uow, ownerRule, factsOf(row), { objectId: id, client: id });
  const { place } = dealt;
  if (place)
    await setOwnership(uow, [{ row: placeOf(row), next: place, rule: dealt }], { how: 'by_rule', reason: dealt.row });
}

export const placeOf = ({ id, ownerId, teamId, desk }: PlacedClient) => ({ id, ownerId, teamId, desk });
