import { describe, expect, test } from 'vitest';
import { type RiskFacts, riskWeights, scoreRisk } from '@/server/modules/onboarding/risk';

const ordinary: RiskFacts = {
  screening: 'clear',
  pep: 'none',
  hasAdverseMedia: false,
  occupation: 'ordinary',
  ownership: 'natural_person',
  countries: {
    residence: 'standard',
    nationality: 'standard',
    birth: null,
    tax: 'standard',
    bank: null,
    ip: 'standard',
  },
  isIpOutsideResidence: false,
  tradesCrypto: false,
  wantsHighLeverage: false,
  hasLiveness: true,
  isIntroduced: false,
  thirdPartyPaymentAttempts: 0,
  paymentMethods90d: 1,
  hasRapidInOut: false,
  chargebacks: 0,
  sourceOfFunds: 'declared',
  fundingMinor: 200_000n,
};
const score = (change: Partial<RiskFacts> = {}, manual?: Parameters<typeof scoreRisk>[2]) =>
  scoreRisk({ ...ordinary, ...change }, riskWeights, manual);
const links = (change: Partial<RiskFacts['countries']>) => ({ countries: { ...ordinary.countries, ...change } });

test('an ordinary client scores nothing', () => {
  expect(score()).toEqual({
    score: 0,
    tier: 'low',
    factors: [],
    overrides: [],
    reviewMonths: 36,
    weightsVersion: 'seed-1',
  });
});

test('the proposal: grey list 15, introduced 5, third party 20, unproven funds 15', () => {
  const points = (change: Partial<RiskFacts>) => score(change).score;
  expect(points(links({ residence: 'increased_monitoring' }))).toBe(15);
  expect(points({ isIntroduced: true })).toBe(5);
  expect(points({ thirdPartyPaymentAttempts: 2 })).toBe(20);
  expect(points({ fundingMinor: 1_000_000n })).toBe(15);
  expect(points({ fundingMinor: 999_999n })).toBe(0);
  expect(points({ fundingMinor: 10n ** 12n, sourceOfFunds: 'verified' })).toBe(0);
});

test('each factor shows what it added and why, largest first', () => {
  const result = score({ isIntroduced: true, thirdPartyPaymentAttempts: 3, ...links({ tax: 'increased_monitoring' }) });
  expect(result).toMatchObject({ score: 40, tier: 'medium', reviewMonths: 24 });
  expect(result.factors).toEqual([
    { factor: 'third_party_payment', group: 'transactions', points: 20, contribution: 20, value: '3' },
    { factor: 'country_increased_monitoring_strong', group: 'country', points: 15, contribution: 15, value: 'tax' },
    { factor: 'introduced', group: 'channel', points: 5, contribution: 5, value: 'yes' },
  ]);
});

test('one listed country counts once, by its strongest link', () => {
  const vietnam = links({
    residence: 'increased_monitoring',
    nationality: 'increased_monitoring',
    birth: 'increased_monitoring',
    ip: 'increased_monitoring',
  });
  expect(score(vietnam).score).toBe(15);
  expect(score(links({ birth: 'increased_monitoring' })).score).toBe(5);
});

test('a group cannot outgrow its cap', () => {
  const result = score({ screening: 'possible_hit', hasAdverseMedia: true, ownership: 'nominee' });
  expect(result.factors.map(({ points, contribution }) => [points, contribution])).toEqual([
    [20, 20],
    [20, 20],
    [20, 5],
  ]);
  expect(result.score).toBe(45);
});

describe('overrides', () => {
  test('a true sanctions hit is prohibited, whatever else', () => {
    expect(score({ screening: 'true_hit' })).toMatchObject({
      score: 100,
      tier: 'prohibited',
      overrides: [{ kind: 'prohibited', cause: 'sanctions_true_hit' }],
    });
  });

  test('politically exposed people and call-for-action countries have a high floor', () => {
    expect(score({ pep: 'current' })).toMatchObject({
      score: 70,
      tier: 'high',
      reviewMonths: 12,
      overrides: [{ kind: 'floor', cause: 'pep', floor: 70, lift: 40 }],
    });
    expect(score({ pep: 'former' })).toMatchObject({ score: 15, overrides: [] });
    expect(score(links({ bank: 'call_for_action' }))).toMatchObject({ score: 80, tier: 'high' });
    expect(score(links({ ip: 'call_for_action' }))).toMatchObject({ score: 20, tier: 'low', overrides: [] });
  });

  test('a person may raise and lower the tier, with name and reason', () => {
    const by = { actorId: 'usr_1', reason: 'long known, file note 12' };
    expect(score({}, { tier: 'high', ...by })).toMatchObject({ tier: 'high', score: 0, reviewMonths: 12 });
    expect(score({ thirdPartyPaymentAttempts: 1, isIntroduced: true }, { tier: 'low', ...by })).toMatchObject({
      tier: 'low',
      score: 25,
      overrides: [{ kind: 'manual', applied: true, tier: 'low', ...by }],
    });
  });

  test('but not below a floor, nor out of a true hit', () => {
    const by = { tier: 'low', actorId: 'usr_1', reason: 'friend of the house' } as const;
    expect(score({ pep: 'current' }, by)).toMatchObject({
      tier: 'high',
      overrides: [{}, { kind: 'manual', applied: false }],
    });
    expect(score({ screening: 'true_hit' }, by)).toMatchObject({ tier: 'prohibited' });
  });
});

test('reviews keep inside AMLR Art 26(2)', () => {
  expect(riskWeights.reviewMonths.high).toBeLessThanOrEqual(12);
  for (const months of Object.values(riskWeights.reviewMonths)) expect(months).toBeLessThanOrEqual(60);
});
