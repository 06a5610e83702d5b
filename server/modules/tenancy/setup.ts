import type { z } from 'zod';
import type { ChecklistItem } from './contract';

export type SetupFacts = {
  readonly kind: string;
  readonly staff: number;
  readonly verified: number;
  readonly unprotected: number;
  readonly ports: readonly string[];
  readonly licences: number;
  readonly entities: number;
  readonly logos: number;
  readonly senders: number;
  readonly domains: number;
  readonly hasAuditor: boolean;
  readonly isVetted: boolean;
};

type Item = z.output<typeof ChecklistItem>;

/** The road to live, in the order a team walks it. */
export function itemsOf(facts: SetupFacts): Item[] {
  const item = (key: Item['key'], isDone: boolean, isRequired = true): Item => ({ key, isDone, isRequired });
  const connected = (port: string) => facts.ports.includes(port);
  return [
    item('email_verified', facts.staff > 0 && facts.verified === facts.staff),
    item('second_factor', facts.staff > 0 && facts.unprotected === 0),
    // Four eyes need two pairs.
    item('second_person', facts.staff >= 2),
    item('licence', facts.licences === facts.entities && facts.entities > 0, facts.kind !== 'prop'),
    item('logo', facts.logos > 0, false),
    item('sender', facts.senders > 0),
    item('domain', facts.domains > 0),
    item('psp', connected('psp')),
    item('kyc', connected('kyc')),
    item('platform', connected('platform')),
    item('mail', connected('mail'), false),
    item('auditor', facts.hasAuditor, false),
    item('vetted', facts.isVetted),
  ];
}
