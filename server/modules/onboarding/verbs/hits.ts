import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { requireReach } from '@/server/kernel/reach';
import type { Uow } from '@/server/kernel/uow';
import { command } from '@/server/kernel/verb';
import { closeWork, raiseWork } from '@/server/kernel/work';
import { findClient, placeHoldOn } from '@/server/modules/clients';
import {
  DecideHit,
  findHit,
  type HitRow,
  screeningStanding,
  screenPerson,
  settleHit,
} from '@/server/modules/screening';
import { identityOf, openAnswers } from '../answers';
import { assess } from '../assess';
import { conclude } from '../conclude';
import { sentToReview } from '../move';
import { type ApplicationRow, currentApplication, updateApplication } from '../repository/applications';
import { checksOf } from '../repository/checks';

const Decided = z.object({ id: idSchema('screeningHit'), state: z.string(), holdId: idSchema('hold').nullable() });

/** After a word on a hit: score, tier and, where it waited for this, the application. */
async function follow(uow: Uow, hit: HitRow, cause: string): Promise<void> {
  const row = await currentApplication(uow, hit.clientId, { lock: true });
  if (!row || row.submissions === 0) return;
  const screening = await screeningStanding(uow, row.personId);
  const waited = row.state === 'in_review' && ['possible_list_match', 'listed_person'].includes(row.reviewReason ?? '');
  const [check] = await checksOf(uow, row.id);
  if (waited && screening.result === 'clear' && check?.outcome === 'approved') {
    await conclude(uow, row, 'passed', { screening, cause });
    return;
  }
  await rescore(uow, row, cause);
  if (screening.result === 'true_hit' && ['submitted', 'checking'].includes(row.state))
    await sentToReview(uow, row, { team: 'compliance', reason: 'listed_person' });
}

async function rescore(uow: Uow, row: ApplicationRow, cause: string): Promise<void> {
  const answers = await openAnswers(uow, 'application', row.id, row.answers);
  const screening = await screeningStanding(uow, row.personId);
  const { risk } = await assess(uow, {
    application: row,
    answers,
    screening,
    restrictions: [],
    keepsRestrictions: true,
    cause,
  });
  await updateApplication(uow, row.id, { riskScore: risk.score, riskTier: risk.tier });
}

async function matched(uow: Uow, hit: HitRow, reason: string) {
  const client = found(await findClient(uow, hit.clientId), 'client_not_found');
  const holdId = await placeHoldOn(uow, client, {
    reason: 'aml',
    note: `${hit.source} ${hit.entryId}: ${reason}`,
    sourceId: hit.id,
  });
  await raiseWork(uow, {
    kind: 'listed_client',
    object: { type: 'client', id: hit.clientId },
    title: 'A client is on a sanctions list',
    team: 'compliance',
    client: hit.clientId,
    priority: 0,
    restrictedTo: 'compliance',
  });
  return holdId;
}

/**
 * The word of compliance. A true match stops everything at once, by one person; to clear one that is nearly certain takes two.
 */
export const decideHit = command({
  name: 'screening.hit.decide',
  actors: ['staff'],
  auditRefusal: true,
  input: DecideHit,
  output: Decided,
  approval: async (uow, { id, finding, reason }) => {
    const hit = found(await findHit(uow, id), 'screening_hit_not_found');
    await requireReach(uow, 'screening.hit.decide', hit.clientId);
    if (finding === 'true_match' || hit.band !== 'top') return null;
    return {
      needed: 1,
      decideGrant: 'screening.hit.decide',
      summary: `Clear a match of ${hit.scoreBps / 100} with ${hit.source} ${hit.entryId}: ${reason}`,
      object: { type: 'screeningHit', id },
      client: hit.clientId,
      policyVersion: 'screening.hit/1',
      checks: { state: hit.state, scoreBps: hit.scoreBps, entryHash: hit.entryHash },
    };
  },
  run: async (uow, { id, finding, reason }) => {
    const seen = found(await findHit(uow, id), 'screening_hit_not_found');
    await requireReach(uow, 'screening.hit.decide', seen.clientId);
    const hit = await settleHit(uow, id, finding, reason);
    const holdId = finding === 'true_match' ? await matched(uow, hit, reason) : null;
    await follow(uow, hit, finding === 'true_match' ? 'listed person' : 'list match cleared');
    return { id, state: hit.state, holdId };
  },
});

/** First line: clears what is plainly somebody else, hands the rest to compliance. */
export const reviewHit = command({
  name: 'screening.hit.review',
  actors: ['staff'],
  auditRefusal: true,
  input: DecideHit.omit({ finding: true }).extend({ finding: z.enum(['false_positive', 'escalate']) }),
  output: Decided,
  run: async (uow, { id, finding, reason }) => {
    const seen = found(await findHit(uow, id), 'screening_hit_not_found');
    await requireReach(uow, 'screening.hit.review', seen.clientId);
    if (seen.state !== 'open') throw new Refusal('conflict', 'already_decided');
    if (finding === 'false_positive') {
      if (seen.band === 'top') throw new Refusal('forbidden', 'compliance_decides_this');
      const hit = await settleHit(uow, id, finding, reason);
      await follow(uow, hit, 'list match cleared');
      return { id, state: hit.state, holdId: null };
    }
    uow.audit({
      object: { type: 'screeningHit', id },
      client: seen.clientId,
      facts: { escalated: true },
      reason,
      restrictedTo: 'compliance',
    });
    await closeWork(uow, seen.clientId, 'escalated', 'screening_hits');
    await raiseWork(uow, {
      kind: 'screening_hits',
      object: { type: 'client', id: seen.clientId },
      title: 'A list match the first line could not clear',
      team: 'compliance',
      client: seen.clientId,
      priority: 0,
      restrictedTo: 'compliance',
    });
    return { id, state: seen.state, holdId: null };
  },
});

/** A list has changed or a day has passed: the person is compared again, and a near certain match restricts at once. */
export const rescreenClient = command({
  name: 'screening.person.rescreen',
  actors: ['job'],
  input: z.object({ clientId: idSchema('client') }),
  output: z.object({ result: z.string(), newHits: z.number().int() }),
  run: async (uow, { clientId }) => {
    const row = found(await currentApplication(uow, clientId, { lock: true }), 'application_not_found');
    if (row.state === 'draft') throw new Refusal('rejected', 'application_not_submitted');
    const identity = identityOf(await openAnswers(uow, 'application', row.id, row.answers));
    const full = `${identity.firstName} ${identity.lastName}`;
    const standing = await screenPerson(uow, {
      personId: row.personId,
      clientId,
      names: identity.nativeName ? [full, identity.nativeName] : [full],
      bornOn: identity.bornOn,
      countries: [...new Set([identity.nationality, identity.country])],
      trigger: 'rescreen',
    });
    if (standing.newHits > 0) await rescore(uow, row, 'screened again');
    return { result: standing.result, newHits: standing.newHits };
  },
});
