import { z } from 'zod';
import { definePolicyPoint, fact, type PolicyRow } from '@/server/kernel/policy';
import { tiers } from './capabilities';

/** What may be paid in, in all, before a client is fully verified. */
export const depositCap = definePolicyPoint({
  name: 'clients.deposit.cap',
  purpose: 'deposit',
  facts: {
    jurisdiction: fact.text('Jurisdiction of the entity, two letters'),
    baseCurrency: fact.text('Base currency of the entity'),
    tier: fact.oneOf('Risk tier', tiers),
    verification: fact.oneOf('Verification', ['none', 'applying', 'in_review', 'rejected', 'expired']),
  },
  /** Minor units of the entity's base currency; nothing at all is 0. */
  outcome: z.object({ capMinor: z.number().int().min(0) }),
  default: { capMinor: 0 },
});

/** The tier matrix' first rung (domain 5.6): CySEC practice of 2,000 within 15 days, unless the law wants identity first. */
export const depositCapRows: readonly PolicyRow[] = [
  {
    id: 'identity-first',
    when: { jurisdiction: 'jurisdiction in ["GB", "IE", "DE", "AU", "NZ", "SG", "JP", "CH"]' },
    outcome: { capMinor: 0 },
    note: 'FCA SYSC 6.3, AUSTRAC and MAS want identity before money.',
  },
  {
    id: 'before-verification',
    when: { tier: 'tier != "restricted"' },
    outcome: { capMinor: 200_000 },
  },
];
