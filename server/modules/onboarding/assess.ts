import { found } from '@/server/kernel/errors';
import { localDate } from '@/server/kernel/time';
import type { Read, Uow } from '@/server/kernel/uow';
import { type ClientStanding, clientStanding, setTierByPolicy } from '@/server/modules/clients';
import type { ScreeningStanding } from '@/server/modules/screening';
import { birthCountryOf, fundingOf, identityOf, occupationOf, pepOf, taxCountriesOf, wantsCrypto } from './answers';
import { type CountryRisk, countryBlocks, countryRisk, countrySeed } from './countries';
import type { Answers } from './flow';
import type { ApplicationRow } from './repository/applications';
import { type AssessmentRow, assessmentsOf, insertAssessment } from './repository/checks';
import { type ManualTier, type RiskFacts, type RiskResult, riskWeights, scoreRisk } from './risk';
import { assignTier, type Evidence, type RestrictionCause, type TierAssignment, tierTable } from './tiers';

export type Assessment = { readonly facts: RiskFacts; readonly risk: RiskResult; readonly assignment: TierAssignment };

type Weighed = {
  readonly application: Pick<ApplicationRow, 'clientId' | 'evidence'>;
  readonly answers: Answers;
  readonly screening: ScreeningStanding;
  readonly restrictions: readonly RestrictionCause[];
  /** Nothing has been proven since the client was restricted: the causes stand. */
  readonly keepsRestrictions: boolean;
  /** Set by a person now; else the last one set stays. */
  readonly manual?: ManualTier | null;
};
type Input = Weighed & { readonly application: Pick<ApplicationRow, 'id'>; readonly cause: string };

const severity: Record<CountryRisk, number> = { standard: 0, increased_monitoring: 1, call_for_action: 2 };

function worst(countries: readonly string[], on: string): CountryRisk | null {
  return countries.reduce<CountryRisk | null>((most, country) => {
    const risk = countryRisk(countrySeed, country, on);
    return most === null || severity[risk] > severity[most] ? risk : most;
  }, null);
}

/** What payments later show (third parties, charge-backs, speed) reaches the score through the next assessment. */
function factsOf(standing: ClientStanding, { application, answers, screening }: Weighed, on: string): RiskFacts {
  const identity = identityOf(answers);
  const birth = birthCountryOf(answers);
  return {
    screening: screening.result === 'not_screened' ? 'clear' : screening.result,
    pep: pepOf(answers),
    hasAdverseMedia: false,
    occupation: occupationOf(answers),
    ownership: 'natural_person',
    countries: {
      residence: countryRisk(countrySeed, identity.country, on),
      nationality: countryRisk(countrySeed, identity.nationality, on),
      birth: birth ? countryRisk(countrySeed, birth, on) : null,
      tax: worst(taxCountriesOf(answers), on),
      bank: null,
      ip: null,
    },
    isIpOutsideResidence: false,
    tradesCrypto: wantsCrypto(answers),
    wantsHighLeverage: false,
    hasLiveness: application.evidence.includes('liveness'),
    isIntroduced: standing.client.introducerCode !== null,
    thirdPartyPaymentAttempts: 0,
    paymentMethods90d: 0,
    hasRapidInOut: false,
    chargebacks: 0,
    sourceOfFunds: application.evidence.includes('source_of_funds') ? 'verified' : 'declared',
    fundingMinor: fundingOf(answers),
  };
}

export const blockOf = (country: string, on: string): 'none' | 'law' | 'licence' => {
  const lists = countryBlocks(countrySeed, country, on).map(({ list }) => list);
  if (lists.includes('legal_block')) return 'law';
  return lists.includes('licence_block') ? 'licence' : 'none';
};

function evidenceOf(standing: ClientStanding, { application, answers }: Weighed, on: string): Set<Evidence> {
  const identity = identityOf(answers);
  const evidence = new Set(application.evidence as Evidence[]); // written from the list of evidence
  evidence.add('identity_data');
  if (standing.client.email) evidence.add('email');
  if (identity.phone) evidence.add('phone');
  if (blockOf(identity.country, on) === 'none') evidence.add('country_allowed');
  return evidence;
}

/** Facts of screening are looked at anew each time; these stay until identity is proven again. */
const lasting: ReadonlySet<string> = new Set(['document_expired', 'review_overdue', 'kyc_rejected']);

/** A tier set by hand stands until it is taken back: it is read from the assessment before. */
function standingManual(last: AssessmentRow | undefined): ManualTier | null {
  const overrides = (last?.overrides ?? []) as RiskResult['overrides']; // written below
  const manual = overrides.find((one) => one.kind === 'manual');
  if (!manual || manual.tier === 'prohibited') return null;
  return { tier: manual.tier, actorId: manual.actorId, reason: manual.reason };
}

/** Score and tier as the facts of now give them; nothing is written, so that a reviewer can look ahead. */
export async function weigh(read: Read, input: Weighed): Promise<Assessment> {
  const standing = found(await clientStanding(read, input.application.clientId), 'client_not_found');
  const on = localDate(read.now, 'UTC');
  const facts = factsOf(standing, input, on);
  const [last] = await assessmentsOf(read, input.application.clientId, 1);
  const manual = input.manual === undefined ? standingManual(last) : input.manual;
  const risk = scoreRisk(facts, riskWeights, manual ?? undefined);
  const restrictions = new Set(input.restrictions);
  const before = input.keepsRestrictions ? (last?.restrictedBy ?? []) : [];
  for (const cause of before) if (lasting.has(cause)) restrictions.add(cause as RestrictionCause);
  // A listed person, or one who most probably is: stopped at once, and let go when somebody says it is not he.
  if (input.screening.trueHits > 0 || input.screening.openTopHits > 0) restrictions.add('sanctions_hit');
  const assignment = assignTier(
    { evidence: evidenceOf(standing, input, on), risk: risk.tier, restrictions: [...restrictions] },
    tierTable,
  );
  return { facts, risk, assignment };
}

/** Works out score and tier, keeps them with the facts they come from, and tells the client's row. */
export async function assess(uow: Uow, input: Input): Promise<Assessment> {
  const { application, cause } = input;
  const { facts, risk, assignment } = await weigh(uow, input);
  const id = uow.id('riskAssessment');
  await insertAssessment(uow, {
    id,
    clientId: application.clientId,
    applicationId: application.id,
    score: risk.score,
    riskTier: risk.tier,
    factors: risk.factors,
    overrides: risk.overrides,
    facts: { ...facts, fundingMinor: String(facts.fundingMinor) },
    weightsVersion: risk.weightsVersion,
    reviewMonths: risk.reviewMonths,
    tier: assignment.tier,
    earned: assignment.earned,
    restrictedBy: [...assignment.restrictedBy],
    missing: [...assignment.missing],
    tableVersion: assignment.tableVersion,
    cause,
    at: uow.now,
  });
  uow.audit({
    action: 'onboarding.risk.assessed',
    object: { type: 'riskAssessment', id },
    client: application.clientId,
    thread: application.id,
    facts: {
      score: risk.score,
      risk: risk.tier,
      factors: risk.factors.map(({ factor, contribution, value }) => ({ factor, contribution, value })),
      overrides: risk.overrides.map(({ kind }) => kind),
      weights: risk.weightsVersion,
      tier: assignment.tier,
      restrictedBy: assignment.restrictedBy,
    },
    restrictedTo: 'compliance',
  });
  await setTierByPolicy(uow, application.clientId, assignment.tier ?? 'T0', `risk assessment ${id}`);
  return { facts, risk, assignment };
}
