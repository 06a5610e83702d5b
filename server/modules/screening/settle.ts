import { found, Refusal } from '@/server/kernel/errors';
import { actorRecord } from '@/server/kernel/funnel';
import type { Id } from '@/server/kernel/ids';
import type { Uow } from '@/server/kernel/uow';
import { closeWork } from '@/server/kernel/work';
import { findHit, type HitRow, hitsOfPerson, updateHit } from './repository/hits';

export type HitFinding = 'false_positive' | 'true_match';

/** A person's word on a hit. What follows from it for the client is the caller's, in the same unit of work. */
export async function settleHit(
  uow: Uow,
  id: Id<'screeningHit'>,
  finding: HitFinding,
  reason: string,
): Promise<HitRow> {
  const hit = found(await findHit(uow, id, { lock: true }), 'screening_hit_not_found');
  if (hit.state === finding) throw new Refusal('conflict', 'already_decided');
  // A true match is not talked away by this verb: the hold it placed is released by two people, with the case.
  if (hit.state === 'true_match') throw new Refusal('conflict', 'true_match_stands');
  await updateHit(uow, id, { state: finding, reason, decidedAt: uow.now, decidedBy: actorRecord(uow.actor) });
  uow.audit({
    action: 'screening.hit.decide',
    object: { type: 'screeningHit', id },
    client: hit.clientId,
    thread: hit.clientId,
    changes: { state: [hit.state, finding] },
    facts: { entry: hit.entryId, entryHash: hit.entryHash, scoreBps: hit.scoreBps, band: hit.band },
    reason,
    restrictedTo: 'compliance',
  });
  uow.emit({ name: 'screening/hit.decided', data: { hitId: id, clientId: hit.clientId } });
  const open = (await hitsOfPerson(uow, hit.personId)).filter((one) => one.state === 'open' && one.id !== id);
  if (open.length === 0) await closeWork(uow, hit.clientId, finding, 'screening_hits');
  return { ...hit, state: finding };
}
