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

/** Who looks after a newcomer. A tenant begins without rules: its first clients are nobody's until somebody takes them. */
export const ownerRule = definePolicyPoint({
  name: 'clients.owner.rule',
  purpose: 'operations',
  facts: {
    language: fact.text('Language the client chose, two letters'),
    country: fact.text('Country of residence, two letters, empty when unknown'),
    source: fact.text('Source as the first touch named it'),
    brand: fact.text('Short name of the brand, as in its address'),
    jurisdiction: fact.text('Jurisdiction of the entity, two letters'),
    introducer: fact.text('Code of the introducer, empty without one'),
  },
  /** A person by e-mail, or a team by name; `share` is the role among whose people it is dealt out, `capacity` the most each may have. */
  outcome: z.object({
    owner: z.email().nullable().default(null),
    team: z.string().min(1).max(60).nullable().default(null),
    share: z.string().max(60).nullable().default(null),
    capacity: z.number().int().min(1).nullable().default(null),
  }),
  default: { owner: null, team: null, share: null, capacity: null },
});
