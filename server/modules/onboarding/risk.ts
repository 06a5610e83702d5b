import type { CountryRisk } from './countries';
import type { RiskFactor, RiskGroup, RiskTier, RiskWeights } from './risk-weights';

export { type RiskFactor, type RiskGroup, type RiskTier, type RiskWeights, riskWeights } from './risk-weights';

/** EBA/GL/2021/02: customer, country, product, channel, transactions. Countries come already judged by the lists of the day. */
export type RiskFacts = {
  readonly screening: 'clear' | 'possible_hit' | 'true_hit';
  readonly pep: 'none' | 'former' | 'close_associate' | 'current';
  readonly hasAdverseMedia: boolean;
  readonly occupation: 'ordinary' | 'elevated' | 'cash_intensive' | 'unknown';
  readonly ownership: 'natural_person' | 'simple' | 'complex' | 'nominee';
  readonly countries: {
    readonly residence: CountryRisk;
    readonly nationality: CountryRisk;
    readonly birth: CountryRisk | null;
    readonly tax: CountryRisk | null;
    readonly bank: CountryRisk | null;
    readonly ip: CountryRisk | null;
  };
  readonly isIpOutsideResidence: boolean;
  readonly tradesCrypto: boolean;
  readonly wantsHighLeverage: boolean;
  /** Identity proven by a live check of the person, not by documents alone. */
  readonly hasLiveness: boolean;
  readonly isIntroduced: boolean;
  readonly thirdPartyPaymentAttempts: number;
  readonly paymentMethods90d: number;
  readonly hasRapidInOut: boolean;
  readonly chargebacks: number;
  readonly sourceOfFunds: 'verified' | 'declared' | 'unknown';
  /** Paid in so far or announced, whichever is more, in minor units of the base currency. */
  readonly fundingMinor: bigint;
};

export type RiskContribution = {
  readonly factor: RiskFactor;
  readonly group: RiskGroup;
  /** What the weights say. */
  readonly points: number;
  /** What reached the score after the cap of the group and of 100. */
  readonly contribution: number;
  readonly value: string;
};

export type RiskOverride =
  | { readonly kind: 'prohibited'; readonly cause: 'sanctions_true_hit' }
  | { readonly kind: 'floor'; readonly cause: 'pep' | 'call_for_action'; readonly floor: number; readonly lift: number }
  | {
      readonly kind: 'manual';
      readonly applied: boolean;
      readonly tier: RiskTier;
      readonly actorId: string;
      readonly reason: string;
    };

export type ManualTier = {
  readonly tier: Exclude<RiskTier, 'prohibited'>;
  readonly actorId: string;
  readonly reason: string;
};

export type RiskResult = {
  readonly score: number;
  readonly tier: RiskTier;
  readonly factors: readonly RiskContribution[];
  readonly overrides: readonly RiskOverride[];
  readonly reviewMonths: number;
  readonly weightsVersion: string;
};

type Finding = { readonly factor: RiskFactor; readonly value: string };

const severity: Record<CountryRisk, number> = { standard: 0, increased_monitoring: 1, call_for_action: 2 };

/** The worst link counts once: someone born, living and banking in one listed country is one risk, not three. */
function countryFinding(facts: RiskFacts, weights: RiskWeights): Finding[] {
  let worst: (Finding & { points: number }) | null = null;
  for (const [link, risk] of Object.entries(facts.countries)) {
    if (risk === null || severity[risk] === 0) continue;
    const side = link === 'ip' || link === 'birth' ? 'weak' : 'strong';
    const factor: RiskFactor = `country_${risk as Exclude<CountryRisk, 'standard'>}_${side}`;
    const { points } = weights.factors[factor];
    if (worst === null || points > worst.points) worst = { factor, value: link, points };
  }
  return worst === null ? [] : [{ factor: worst.factor, value: worst.value }];
}

function findings(facts: RiskFacts, weights: RiskWeights): Finding[] {
  const found: Finding[] = countryFinding(facts, weights);
  const when = (holds: boolean, factor: RiskFactor, value: string | number = 'yes') => {
    if (holds) found.push({ factor, value: String(value) });
  };
  when(facts.screening === 'possible_hit', 'possible_hit');
  when(facts.pep === 'current' || facts.pep === 'close_associate', 'pep', facts.pep);
  when(facts.pep === 'former', 'former_pep', facts.pep);
  when(facts.hasAdverseMedia, 'adverse_media');
  when(facts.occupation === 'elevated' || facts.occupation === 'unknown', 'occupation', facts.occupation);
  when(facts.occupation === 'cash_intensive', 'cash_business', facts.occupation);
  when(facts.ownership === 'complex', 'complex_ownership', facts.ownership);
  when(facts.ownership === 'nominee', 'nominee_ownership', facts.ownership);
  when(facts.isIpOutsideResidence, 'ip_outside_residence');
  when(facts.tradesCrypto, 'crypto');
  when(facts.wantsHighLeverage, 'high_leverage');
  when(!facts.hasLiveness, 'no_liveness');
  when(facts.isIntroduced, 'introduced');
  when(facts.thirdPartyPaymentAttempts > 0, 'third_party_payment', facts.thirdPartyPaymentAttempts);
  when(facts.paymentMethods90d >= weights.manyMethods, 'many_methods', facts.paymentMethods90d);
  when(facts.hasRapidInOut, 'rapid_in_out');
  when(facts.chargebacks > 0, 'chargebacks', facts.chargebacks);
  const isUnproven = facts.sourceOfFunds !== 'verified' && facts.fundingMinor >= weights.fundsThresholdMinor;
  when(isUnproven, 'unproven_funds', facts.sourceOfFunds);
  return found;
}

/** Largest first, so that a cap cuts what explains least. */
function contributions(found: readonly Finding[], weights: RiskWeights): RiskContribution[] {
  const weighed = found
    .map((finding) => ({ ...finding, ...weights.factors[finding.factor] }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points || (a.factor < b.factor ? -1 : 1));
  const used = new Map<RiskGroup, number>();
  let total = 0;
  return weighed.map(({ factor, value, group, points }) => {
    const room = Math.min(weights.groupCaps[group] - (used.get(group) ?? 0), 100 - total);
    const contribution = Math.min(points, room);
    used.set(group, (used.get(group) ?? 0) + contribution);
    total += contribution;
    return { factor, group, points, contribution, value };
  });
}

function floors(facts: RiskFacts, weights: RiskWeights, score: number): RiskOverride[] {
  const overrides: RiskOverride[] = [];
  const raise = (holds: boolean, cause: 'pep' | 'call_for_action') => {
    const floor = weights.floors[cause];
    if (holds) overrides.push({ kind: 'floor', cause, floor, lift: Math.max(0, floor - score) });
  };
  raise(facts.pep === 'current' || facts.pep === 'close_associate', 'pep');
  // Where a client merely logged in from raises points, not a floor.
  const { ip: _, ...lasting } = facts.countries;
  raise(Object.values(lasting).includes('call_for_action'), 'call_for_action');
  return overrides;
}

export function riskTierOf(score: number, weights: RiskWeights): Exclude<RiskTier, 'prohibited'> {
  if (score >= weights.thresholds.high) return 'high';
  return score >= weights.thresholds.medium ? 'medium' : 'low';
}

const rank: Record<RiskTier, number> = { low: 0, medium: 1, high: 2, prohibited: 3 };

/**
 * Pure and versioned: the same facts and weights score the same for ever. A person may set the tier by hand, but neither
 * out of a true sanctions hit nor below a floor: those end only when the facts do.
 */
export function scoreRisk(facts: RiskFacts, weights: RiskWeights, manual?: ManualTier): RiskResult {
  const factors = contributions(findings(facts, weights), weights);
  const base = factors.reduce((sum, { contribution }) => sum + contribution, 0);
  const overrides = floors(facts, weights, base);
  const score = overrides.reduce((most, item) => (item.kind === 'floor' ? Math.max(most, item.floor) : most), base);
  const floored = overrides.length > 0;
  let tier: RiskTier = riskTierOf(score, weights);
  if (facts.screening === 'true_hit') {
    overrides.push({ kind: 'prohibited', cause: 'sanctions_true_hit' });
    tier = 'prohibited';
  }
  if (manual) {
    const applied = tier !== 'prohibited' && !(floored && rank[manual.tier] < rank[tier]);
    overrides.push({ kind: 'manual', applied, ...manual });
    if (applied) tier = manual.tier;
  }
  return {
    score: tier === 'prohibited' ? 100 : score,
    tier,
    factors,
    overrides,
    reviewMonths: weights.reviewMonths[tier],
    weightsVersion: weights.version,
  };
}
