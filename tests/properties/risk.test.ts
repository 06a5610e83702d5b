import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type RiskFacts, riskWeights, scoreRisk } from '@/server/modules/onboarding/risk';
import { assignTier, type Evidence, type RestrictionCause, tierTable } from '@/server/modules/onboarding/tiers';
import { instrumentClasses, leverageTerms } from '@/server/modules/trading/leverage';

const country = fc.constantFrom('standard' as const, 'increased_monitoring' as const, 'call_for_action' as const);
const link = fc.option(country, { nil: null });
const facts: fc.Arbitrary<RiskFacts> = fc.record({
  screening: fc.constantFrom('clear', 'possible_hit', 'true_hit'),
  pep: fc.constantFrom('none', 'former', 'close_associate', 'current'),
  hasAdverseMedia: fc.boolean(),
  occupation: fc.constantFrom('ordinary', 'elevated', 'cash_intensive', 'unknown'),
  ownership: fc.constantFrom('natural_person', 'simple', 'complex', 'nominee'),
  countries: fc.record({ residence: country, nationality: country, birth: link, tax: link, bank: link, ip: link }),
  isIpOutsideResidence: fc.boolean(),
  tradesCrypto: fc.boolean(),
  wantsHighLeverage: fc.boolean(),
  hasLiveness: fc.boolean(),
  isIntroduced: fc.boolean(),
  thirdPartyPaymentAttempts: fc.nat({ max: 3 }),
  paymentMethods90d: fc.nat({ max: 8 }),
  hasRapidInOut: fc.boolean(),
  chargebacks: fc.nat({ max: 3 }),
  sourceOfFunds: fc.constantFrom('verified', 'declared', 'unknown'),
  fundingMinor: fc.bigInt({ min: 0n, max: 10n ** 15n }),
});

/** Each makes a client worse. */
const worse: ((f: RiskFacts) => RiskFacts)[] = [
  (f) => ({ ...f, screening: 'true_hit' }),
  (f) => ({ ...f, pep: 'current' }),
  (f) => ({ ...f, hasAdverseMedia: true }),
  (f) => ({ ...f, countries: { ...f.countries, residence: 'call_for_action' } }),
  (f) => ({ ...f, countries: { ...f.countries, bank: 'call_for_action' } }),
  (f) => ({ ...f, hasLiveness: false }),
  (f) => ({ ...f, isIntroduced: true }),
  (f) => ({ ...f, thirdPartyPaymentAttempts: f.thirdPartyPaymentAttempts + 1 }),
  (f) => ({ ...f, chargebacks: f.chargebacks + 1 }),
  (f) => ({ ...f, fundingMinor: f.fundingMinor * 1000n }),
];
const rank = { low: 0, medium: 1, high: 2, prohibited: 3 };

test('the score is 0 to 100 and is explained to the last point', () => {
  fc.assert(
    fc.property(facts, (given) => {
      const result = scoreRisk(given, riskWeights);
      expect(result.score >= 0 && result.score <= 100).toBe(true);
      const base = result.factors.reduce((sum, { contribution }) => sum + contribution, 0);
      const lift = Math.max(0, ...result.overrides.map((item) => (item.kind === 'floor' ? item.lift : 0)));
      expect(result.tier === 'prohibited' ? 100 : base + lift).toBe(result.score);
      expect(scoreRisk(given, riskWeights)).toEqual(result);
    }),
  );
});

test('nothing worse ever lowers score or tier', () => {
  fc.assert(
    fc.property(facts, fc.constantFrom(...worse), (given, worsen) => {
      const [before, after] = [scoreRisk(given, riskWeights), scoreRisk(worsen(given), riskWeights)];
      expect(after.score).toBeGreaterThanOrEqual(before.score);
      expect(rank[after.tier]).toBeGreaterThanOrEqual(rank[before.tier]);
    }),
  );
});

test('a tier by hand never leaves prohibited nor falls below a floor', () => {
  fc.assert(
    fc.property(facts, fc.constantFrom('low' as const, 'medium' as const, 'high' as const), (given, tier) => {
      const [free, forced] = [
        scoreRisk(given, riskWeights),
        scoreRisk(given, riskWeights, { tier, actorId: 'u', reason: 'r' }),
      ];
      if (free.overrides.length > 0) expect(rank[forced.tier]).toBeGreaterThanOrEqual(rank[free.tier]);
      else expect(forced.tier).toBe(tier);
    }),
  );
});

test('more evidence never lowers a tier, a restriction always does', () => {
  const all = Object.values(tierTable.entry).flat();
  const rungs = [null, 'T0', 'T1', 'T2', 'T3'];
  fc.assert(
    fc.property(fc.subarray(all), fc.constantFrom(...all), fc.constantFrom('low', 'high'), (shown, more, risk) => {
      const assign = (evidence: Evidence[], restrictions: RestrictionCause[] = []) =>
        assignTier({ evidence: new Set(evidence), risk: risk as 'low' | 'high', restrictions }, tierTable);
      expect(rungs.indexOf(assign([...shown, more]).earned)).toBeGreaterThanOrEqual(
        rungs.indexOf(assign(shown).earned),
      );
      expect(assign(shown, ['review_overdue'])).toMatchObject({ tier: 'restricted', earned: assign(shown).earned });
    }),
  );
});

test('no input of a tenant or client lifts leverage above the law', () => {
  const regime = fc.constantFrom('EU' as const, 'UK' as const, 'AU' as const, 'none' as const);
  const max = fc.option(fc.integer({ min: 1, max: 2000 }), { nil: null });
  fc.assert(
    fc.property(
      fc.array(regime, { maxLength: 2 }),
      max,
      max,
      fc.integer({ min: 1, max: 2000 }),
      (regimes, tierMax, requested, house) => {
        const common = { category: 'retail', on: '2026-10-05' } as const;
        const terms = leverageTerms({ regimes, tierMax, requested, houseMax: { default: house }, ...common });
        const law = leverageTerms({
          regimes,
          tierMax: null,
          requested: null,
          houseMax: { default: 10_000 },
          ...common,
        });
        for (const name of instrumentClasses) expect(terms.byClass[name]).toBeLessThanOrEqual(law.byClass[name]);
        expect(terms.account).toBeLessThanOrEqual(house);
      },
    ),
  );
});
