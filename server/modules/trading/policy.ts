import { z } from 'zod';
import { definePolicyPoint, fact, type PolicyRow } from '@/server/kernel/policy';

export const TradingMode = z.enum(['full', 'close_only', 'disabled']);

const Terms = z.object({
  /** `disabled` is not here: only a dealer's signed exception takes away the right to close a position. */
  trading: z.enum(['full', 'close_only']),
  /** Above what the law and the offer allow it means nothing; null: no limit of the house. */
  leverageMax: z.number().int().min(1).max(5_000).nullable(),
  /** How a lower leverage reaches an account that has positions. */
  lowering: z.enum(['when_flat', 'at_once']),
  graceDays: z.number().int().min(0).max(365),
});
export type TermsOutcome = z.output<typeof Terms>;

export const accountTerms = definePolicyPoint({
  name: 'trading.account.terms',
  purpose: 'trading_terms',
  facts: {
    environment: fact.oneOf('Live or demo', ['live', 'demo']),
    jurisdiction: fact.text('Jurisdiction of the legal entity'),
    residence: fact.text('Country of residence, empty when unknown'),
    tier: fact.oneOf('Risk tier', ['T0', 'T1', 'T2', 'T3', 'restricted']),
    category: fact.oneOf('Client category', ['retail', 'professional', 'eligible_counterparty']),
    tradeCapability: fact.oneOf('Trading capability', ['allowed', 'limited', 'reviewed', 'denied']),
    verification: fact.oneOf('Verification', ['none', 'applying', 'in_review', 'approved', 'rejected', 'expired']),
    openPositions: fact.int('Open positions of the account'),
  },
  outcome: Terms,
  default: { trading: 'full', leverageMax: null, lowering: 'when_flat', graceDays: 14 },
  onError: { trading: 'close_only', leverageMax: null, lowering: 'when_flat', graceDays: 14 },
});

/** Domain table 5.6. The law's caps are code beside it and always apply. */
export const accountTermsRows: readonly PolicyRow[] = [
  {
    id: 'demo',
    when: { environment: 'environment == "demo"' },
    outcome: { trading: 'full', leverageMax: null, lowering: 'at_once', graceDays: 0 },
  },
  {
    id: 'lost-verification',
    when: { verification: 'verification == "rejected" || verification == "expired"' },
    outcome: { trading: 'close_only', leverageMax: 5, lowering: 'when_flat', graceDays: 14 },
    note: 'A position may always be closed; leverage falls when flat or after the notice.',
  },
  {
    id: 'may-not-trade',
    when: { tradeCapability: 'tradeCapability == "denied" || tradeCapability == "limited"' },
    outcome: { trading: 'close_only', leverageMax: 5, lowering: 'when_flat', graceDays: 14 },
  },
  {
    id: 'restricted',
    when: { tier: 'tier == "restricted"' },
    outcome: { trading: 'close_only', leverageMax: 5, lowering: 'when_flat', graceDays: 14 },
  },
  {
    id: 'basic',
    when: { tier: 'tier == "T0" || tier == "T1"' },
    outcome: { trading: 'full', leverageMax: 5, lowering: 'when_flat', graceDays: 14 },
  },
];

export const driftHandling = definePolicyPoint({
  name: 'trading.account.drift',
  purpose: 'operations',
  facts: {
    environment: fact.oneOf('Live or demo', ['live', 'demo']),
    fields: fact.listOf('What differs from what was decided', ['group', 'leverage', 'trading', 'login']),
    isLooser: fact.bool('The platform gives the client more than was decided'),
    isBeyondLaw: fact.bool('Leverage above what the law allows'),
    openPositions: fact.int('Open positions of the account'),
  },
  outcome: z.enum(['ask', 'revert']),
  default: 'ask',
});

/** A dealer may have had a reason: he is asked. What the law forbids goes back where that shuts no position. */
export const driftHandlingRows: readonly PolicyRow[] = [
  {
    id: 'beyond-law-and-flat',
    when: { isBeyondLaw: 'isBeyondLaw', openPositions: 'openPositions == 0' },
    outcome: 'revert',
  },
];
