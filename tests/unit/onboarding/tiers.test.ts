import { describe, expect, test } from 'vitest';
import { assignTier, type Evidence, type RestrictionCause, tierTable } from '@/server/modules/onboarding/tiers';

const contact: Evidence[] = ['email', 'phone'];
const basic: Evidence[] = [...contact, 'identity_data', 'country_allowed'];
const verified: Evidence[] = [...basic, 'document', 'liveness', 'proof_of_address'];
const enhanced: Evidence[] = [...verified, 'source_of_funds', 'source_of_wealth', 'enhanced_due_diligence'];

const assign = (
  evidence: readonly Evidence[],
  risk: 'low' | 'medium' | 'high' | 'prohibited' = 'low',
  restrictions: RestrictionCause[] = [],
) => assignTier({ evidence: new Set(evidence), risk, restrictions }, tierTable);

describe('tier', () => {
  test('each rung is earned by what was shown', () => {
    expect([['email'] as const, contact, basic, verified, enhanced].map((shown) => assign(shown).tier)).toEqual([
      null,
      'T0',
      'T1',
      'T2',
      'T3',
    ]);
  });

  test('a rung is not skipped, and what is missing is named', () => {
    expect(assign([...contact, 'document', 'liveness', 'proof_of_address'])).toMatchObject({
      tier: 'T0',
      missing: ['identity_data', 'country_allowed'],
    });
    expect(assign(verified.filter((item) => item !== 'liveness')).missing).toEqual(['liveness']);
    expect(assign(enhanced).missing).toEqual([]);
  });

  test('high risk needs the enhanced checks before it trades fully', () => {
    expect(assign(verified, 'high')).toMatchObject({
      tier: 'T1',
      missing: ['source_of_funds', 'enhanced_due_diligence'],
    });
    expect(assign([...verified, 'source_of_funds', 'enhanced_due_diligence'], 'high').tier).toBe('T2');
  });

  test('a restriction wins, and the earned rung is remembered', () => {
    expect(assign(verified, 'low', ['review_overdue', 'document_expired'])).toMatchObject({
      tier: 'restricted',
      earned: 'T2',
      restrictedBy: ['document_expired', 'review_overdue'],
    });
    expect(assign(enhanced, 'prohibited')).toMatchObject({ tier: 'restricted', restrictedBy: ['prohibited'] });
  });
});

test('controls of each tier', () => {
  const { controls } = tierTable;
  const summary = Object.entries(controls).map(([tier, { deposit, withdraw, leverage }]) => [
    tier,
    deposit.mode,
    withdraw.mode,
    leverage.mode,
  ]);
  expect(summary).toEqual([
    ['T0', 'demo_only', 'none', 'demo'],
    ['T1', 'capped', 'none', 'capped'],
    ['T2', 'policy', 'by_amount', 'regulatory'],
    ['T3', 'policy', 'by_amount', 'by_category'],
    ['restricted', 'blocked', 'four_eyes', 'close_only'],
  ]);
  expect(controls.T1.deposit).toEqual({ mode: 'capped', totalMinor: 200_000n, asset: 'EUR', days: 15 });
  expect(controls.T1.leverage).toEqual({ mode: 'capped', max: 5 });
});

test('a restricted client may still be paid, by two people', () => {
  expect(tierTable.controls.restricted.withdraw.mode).toBe('four_eyes');
});
