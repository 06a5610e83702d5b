import { addMonths, localDate } from '@/server/kernel/time';
import type { Uow } from '@/server/kernel/uow';
import { decide } from '@/server/modules/policy';
import { lastScreening, type ScreeningStanding, screeningStanding, screenPerson } from '@/server/modules/screening';
import { ageAt, identityOf, isTaxComplete, openAnswers, pepOf } from './answers';
import { type Assessment, assess, blockOf } from './assess';
import type { Answers } from './flow';
import { approved, askedForMore, rejected, sentToReview } from './move';
import { asks, rejections } from './picklists';
import { type OnboardingAnswer, onboardingDecision } from './policy';
import { type ApplicationRow, updateApplication } from './repository/applications';
import type { RestrictionCause } from './tiers';

export type CheckWord = 'not_done' | 'passed' | 'retry' | 'refused' | 'on_hold' | 'unavailable';

export type Conclusion = {
  readonly application: ApplicationRow;
  readonly answer: OnboardingAnswer;
  readonly assessment: Assessment;
};

/** Only jobs screen: they have made the lists ready before the unit of work began. */
export async function screenApplicant(uow: Uow, row: ApplicationRow, answers: Answers): Promise<ScreeningStanding> {
  const identity = identityOf(answers);
  const full = `${identity.firstName} ${identity.lastName}`;
  return screenPerson(uow, {
    personId: row.personId,
    clientId: row.clientId,
    names: identity.nativeName ? [full, identity.nativeName] : [full],
    bornOn: identity.bornOn,
    countries: [...new Set([identity.nationality, identity.country])],
    trigger: 'application',
  });
}

/** The screening of this submission; an older one was of other answers. */
export async function screeningOf(uow: Uow, row: ApplicationRow, answers: Answers): Promise<ScreeningStanding> {
  const last = await lastScreening(uow, row.personId);
  const isFresh = last !== null && row.submittedAt !== null && last.at >= row.submittedAt && last.result !== 'no_lists';
  if (isFresh || uow.actor.kind !== 'job') return screeningStanding(uow, row.personId);
  return screenApplicant(uow, row, answers);
}

const restrictionOf = (check: CheckWord, row: ApplicationRow): RestrictionCause[] => {
  if (check === 'refused') return ['kyc_rejected'];
  // An approved client whose document is refused now is as one whose document has expired.
  return check === 'retry' && row.state === 'approved' ? ['document_expired'] : [];
};

/** Screening → score → policy → what it means, in one unit of work. The same for provider, reviewer of hits, and re-screening. */
export async function conclude(
  uow: Uow,
  row: ApplicationRow,
  check: CheckWord,
  options: { screening?: ScreeningStanding; cause: string; note?: string | null },
): Promise<Conclusion> {
  const answers = await openAnswers(uow, 'application', row.id, row.answers);
  const screening = options.screening ?? (await screeningOf(uow, row, answers));
  const assessment = await assess(uow, {
    application: row,
    answers,
    screening,
    restrictions: restrictionOf(check, row),
    keepsRestrictions: check !== 'passed',
    cause: options.cause,
  });
  const { risk, assignment } = assessment;
  await updateApplication(uow, row.id, { riskScore: risk.score, riskTier: risk.tier });
  const identity = identityOf(answers);
  const on = localDate(uow.now, 'UTC');
  const decision = await decide(
    uow,
    onboardingDecision,
    {
      check,
      screening: screening.result,
      risk: risk.tier,
      riskScore: BigInt(risk.score),
      pep: pepOf(answers),
      age: BigInt(ageAt(answers, uow.now)),
      residenceBlock: blockOf(identity.country, on),
      nationalityBlock: blockOf(identity.nationality, on),
      isTaxComplete: isTaxComplete(answers),
      missing: assignment.missing,
      purpose: row.purpose === 'renewal' ? 'renewal' : 'initial',
    },
    { objectId: row.id, client: row.clientId },
  );
  const facts = { decision: decision.id, policy: decision.version, row: decision.row };
  const answer = answerOf(row, decision.outcome);
  const application = await apply(uow, row, answer, { ...options, facts, reviewMonths: risk.reviewMonths });
  return { application, answer, assessment };
}

/** What a reviewer has asked for goes back to a reviewer. */
export const ANSWERED = 'answered_to_reviewer';
const answerOf = (row: ApplicationRow, answer: OnboardingAnswer): OnboardingAnswer =>
  answer.kind === 'approve' && row.reviewReason === ANSWERED
    ? { kind: 'review', team: 'onboarding', reason: ANSWERED }
    : answer;

/** The end of the day of the renewal, by calendar months. */
export const renewalAt = (now: Date, months: number): Date =>
  new Date(`${addMonths(localDate(now, 'UTC'), months)}T23:59:59.000Z`);

type How = { cause: string; note?: string | null; facts: Record<string, unknown>; reviewMonths: number };

async function apply(uow: Uow, row: ApplicationRow, answer: OnboardingAnswer, how: How): Promise<ApplicationRow> {
  const { facts } = how;
  switch (answer.kind) {
    case 'check': {
      uow.emit({ name: 'onboarding/check.wanted', data: { applicationId: row.id, clientId: row.clientId } });
      return row;
    }
    case 'approve':
      if (row.state === 'approved') return row;
      return approved(uow, row, { reason: how.cause, renewsAt: renewalAt(uow.now, how.reviewMonths), facts });
    case 'review':
      return sentToReview(uow, row, { team: answer.team, reason: answer.reason, facts });
    case 'ask_more': {
      const code = answer.code in asks ? answer.code : 'documents_again';
      return askedForMore(uow, row, { asks: [code], note: how.note ?? null, reason: how.cause, facts });
    }
    case 'reject': {
      const code = answer.code in rejections ? answer.code : 'identity_not_confirmed';
      return rejected(uow, row, { code, reason: how.cause, mayTryAgain: false, facts });
    }
  }
}
