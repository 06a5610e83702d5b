import { found, Refusal } from '@/server/kernel/errors';
import type { Uow } from '@/server/kernel/uow';
import { command } from '@/server/kernel/verb';
import { clientStanding } from '@/server/modules/clients';
import { screeningStanding } from '@/server/modules/screening';
import { openAnswers, pepOf } from '../answers';
import { type Assessment, assess } from '../assess';
import { ANSWERED, renewalAt } from '../conclude';
import {
  ApplicationRef,
  ApproveApplication,
  AskForMore,
  OneApplication,
  OverrideApplication,
  RejectApplication,
  SetRisk,
} from '../contract';
import { approved, askedForMore, rejected, sentToReview } from '../move';
import { clientFor, reachApplication } from '../reach';
import { type ApplicationRow, currentApplication, updateApplication } from '../repository/applications';
import type { RestrictionCause } from '../tiers';

const byStaff = { actors: ['staff'], auditRefusal: true, output: ApplicationRef } as const;
/** Senior management decides on whom the law calls high risk (EBA/GL/2021/02); analysts do not hold this. */
const seniorGrant = 'clients.risk.approve';

async function reassess(
  uow: Uow,
  row: ApplicationRow,
  cause: string,
  options: { restrictions?: RestrictionCause[]; keeps?: boolean } = {},
): Promise<Assessment> {
  const answers = await openAnswers(uow, 'application', row.id, row.answers);
  const screening = await screeningStanding(uow, row.personId);
  const result = await assess(uow, {
    application: row,
    answers,
    screening,
    restrictions: options.restrictions ?? [],
    keepsRestrictions: options.keeps ?? false,
    cause,
  });
  await updateApplication(uow, row.id, { riskScore: result.risk.score, riskTier: result.risk.tier });
  return result;
}

/** Nobody approves over an open comparison with a list, whatever his rights. */
async function requireCleared(uow: Uow, row: ApplicationRow): Promise<void> {
  const { result } = await screeningStanding(uow, row.personId);
  if (result === 'true_hit') throw new Refusal('rejected', 'compliance_decides');
  if (result === 'possible_hit') throw new Refusal('rejected', 'list_matches_open');
  if (result === 'not_screened') throw new Refusal('rejected', 'not_screened');
}

export const approveApplication = command({
  ...byStaff,
  name: 'onboarding.application.approve',
  input: ApproveApplication,
  approval: async (uow, { id, reason }) => {
    const row = await reachApplication(uow, id);
    const answers = await openAnswers(uow, 'application', id, row.answers);
    const pep = pepOf(answers);
    if (row.riskTier !== 'high' && pep === 'none') return null;
    const standing = found(await clientStanding(uow, row.clientId), 'client_not_found');
    return {
      needed: 1,
      decideGrant: seniorGrant,
      summary: `Approve ${standing.client.number}, ${row.riskTier} risk${pep === 'none' ? '' : ', politically exposed'}: ${reason}`,
      object: { type: 'application', id },
      client: row.clientId,
      policyVersion: 'onboarding.senior/1',
      checks: { state: row.state, risk: row.riskTier, score: row.riskScore, pep },
    };
  },
  run: async (uow, { id, reason, evidence }) => {
    const row = await reachApplication(uow, id, { lock: true });
    if (row.state !== 'in_review')
      throw new Refusal('conflict', 'application_not_in_review', { params: { state: row.state } });
    await requireCleared(uow, row);
    const seen = [...new Set([...row.evidence, ...evidence])];
    await updateApplication(uow, id, { evidence: seen });
    const { risk, assignment } = await reassess(uow, { ...row, evidence: seen }, 'approved by a reviewer');
    const after = await approved(uow, row, {
      reason,
      renewsAt: renewalAt(uow.now, risk.reviewMonths),
      facts: { evidence: seen, risk: risk.tier, tier: assignment.tier },
    });
    return { id, state: after.state };
  },
});

export const rejectApplication = command({
  ...byStaff,
  name: 'onboarding.application.reject',
  input: RejectApplication,
  run: async (uow, { id, code, mayTryAgain, reason, noteToClient }) => {
    const row = await reachApplication(uow, id, { lock: true });
    await reassess(uow, row, 'rejected by a reviewer', { restrictions: ['kyc_rejected'], keeps: true });
    const after = await rejected(uow, row, { code, reason, mayTryAgain, note: noteToClient ?? null });
    return { id, state: after.state };
  },
});

export const askForMore = command({
  ...byStaff,
  name: 'onboarding.application.ask',
  input: AskForMore,
  run: async (uow, { id, asks, reason, noteToClient }) => {
    const row = await reachApplication(uow, id, { lock: true });
    if (row.state === 'approved')
      await reassess(uow, row, 'asked for more', { restrictions: ['document_expired'], keeps: true });
    const after = await askedForMore(uow, row, { asks, note: noteToClient ?? null, reason });
    // His answer comes back to a person, whatever the provider says of it.
    await updateApplication(uow, id, { reviewReason: ANSWERED });
    return { id, state: after.state };
  },
});

/** Where the process got it wrong. Two people, and only a person's name stands under it. */
export const overrideApplication = command({
  ...byStaff,
  name: 'onboarding.application.override',
  stepUp: true,
  input: OverrideApplication,
  approval: async (uow, { id, outcome, reason }) => {
    const row = await reachApplication(uow, id);
    if (outcome === 'in_review') return null;
    const standing = found(await clientStanding(uow, row.clientId), 'client_not_found');
    return {
      needed: 1,
      decideGrant: seniorGrant,
      summary: `Set ${standing.client.number} from ${row.state.replaceAll('_', ' ')} to ${outcome.replaceAll('_', ' ')} by hand: ${reason}`,
      object: { type: 'application', id },
      client: row.clientId,
      policyVersion: 'onboarding.override/1',
      checks: { state: row.state, risk: row.riskTier, score: row.riskScore },
    };
  },
  run: async (uow, { id, outcome, reason }) => {
    const row = await reachApplication(uow, id, { lock: true });
    const why = `by hand: ${reason}`;
    if (outcome === 'in_review') {
      const after = await sentToReview(uow, row, { team: 'onboarding', reason: 'taken_up_by_hand', facts: { reason } });
      return { id, state: after.state };
    }
    if (outcome === 'rejected') {
      await reassess(uow, row, why, { restrictions: ['kyc_rejected'], keeps: true });
      const after = await rejected(uow, row, { code: 'compliance', reason: why, mayTryAgain: true });
      return { id, state: after.state };
    }
    await requireCleared(uow, row);
    const evidence = [...new Set([...row.evidence, 'document', 'liveness', 'proof_of_address'])];
    await updateApplication(uow, id, { evidence });
    const { risk } = await reassess(uow, { ...row, evidence }, why);
    const after = await approved(uow, row, { reason: why, renewsAt: renewalAt(uow.now, risk.reviewMonths) });
    return { id, state: after.state };
  },
});

/** Asks the provider again, for an application that waits without a word. */
export const recheckApplication = command({
  ...byStaff,
  name: 'onboarding.application.recheck',
  input: OneApplication,
  run: async (uow, { id }) => {
    const row = await reachApplication(uow, id, { lock: true });
    if (!row.applicantId) throw new Refusal('conflict', 'no_check_yet');
    uow.audit({ object: { type: 'application', id }, client: row.clientId, thread: id });
    uow.emit({ name: 'onboarding/check.hinted', data: { applicationId: id, clientId: row.clientId } });
    return { id, state: row.state };
  },
});

/** A person's word on the risk, or back to the score (null). Neither a list hit nor a floor can be talked away. */
export const setRisk = command({
  ...byStaff,
  name: 'onboarding.risk.set',
  input: SetRisk,
  run: async (uow, { clientId, risk, reason }) => {
    const client = await clientFor(uow, clientId);
    const row = found(await currentApplication(uow, client, { lock: true }), 'application_not_found');
    const answers = await openAnswers(uow, 'application', row.id, row.answers);
    if (row.submissions === 0) throw new Refusal('conflict', 'nothing_sent_yet');
    const result = await assess(uow, {
      application: row,
      answers,
      screening: await screeningStanding(uow, row.personId),
      restrictions: [],
      keepsRestrictions: true,
      cause: 'set by hand',
      manual: risk ? { tier: risk, actorId: uow.actor.userId ?? uow.actor.name, reason } : null,
    });
    await updateApplication(uow, row.id, { riskScore: result.risk.score, riskTier: result.risk.tier });
    uow.audit({
      object: { type: 'application', id: row.id },
      client,
      thread: row.id,
      changes: { risk: [row.riskTier, result.risk.tier] },
      facts: { wanted: risk, score: result.risk.score },
      reason,
    });
    return { id: row.id, state: row.state };
  },
});
