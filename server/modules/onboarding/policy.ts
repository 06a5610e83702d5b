import { z } from 'zod';
import { definePolicyPoint, fact, type PolicyRow } from '@/server/kernel/policy';

const Answer = z.discriminatedUnion('kind', [
  /** Nothing speaks against it yet: the provider is asked. */
  z.object({ kind: z.literal('check') }),
  z.object({ kind: z.literal('approve') }),
  z.object({ kind: z.literal('review'), team: z.enum(['onboarding', 'compliance']), reason: z.string().max(60) }),
  z.object({ kind: z.literal('ask_more'), code: z.string().max(60) }),
  z.object({ kind: z.literal('reject'), code: z.string().max(60) }),
]);
export type OnboardingAnswer = z.output<typeof Answer>;

/** Asked twice: after the form has been screened (`check` is not_done), and after the provider has spoken. */
export const onboardingDecision = definePolicyPoint({
  name: 'onboarding.decision',
  purpose: 'kyc',
  facts: {
    check: fact.oneOf('Identity check', ['not_done', 'passed', 'retry', 'refused', 'on_hold', 'unavailable']),
    screening: fact.oneOf('Sanctions screening', ['not_screened', 'clear', 'possible_hit', 'true_hit']),
    risk: fact.oneOf('Risk', ['low', 'medium', 'high', 'prohibited']),
    riskScore: fact.int('Risk score, 0 to 100'),
    pep: fact.oneOf('Politically exposed', ['none', 'former', 'close_associate', 'current']),
    age: fact.int('Age in years'),
    residenceBlock: fact.oneOf('Residence is blocked by', ['none', 'law', 'licence']),
    nationalityBlock: fact.oneOf('Nationality is blocked by', ['none', 'law', 'licence']),
    isTaxComplete: fact.bool('Every tax residence has a number or a reason'),
    missing: fact.list('Evidence that the next tier lacks'),
    purpose: fact.oneOf('Purpose', ['initial', 'renewal']),
  },
  outcome: Answer,
  default: { kind: 'review', team: 'onboarding', reason: 'no_rule_applies' },
});

export const onboardingDecisionRows: readonly PolicyRow[] = [
  {
    id: 'listed',
    when: { screening: 'screening == "true_hit"' },
    outcome: { kind: 'review', team: 'compliance', reason: 'listed_person' },
    note: 'The hold stands already; the MLRO decides what is told and when.',
  },
  {
    id: 'law',
    when: { residenceBlock: 'residenceBlock == "law" || nationalityBlock == "law"' },
    outcome: { kind: 'reject', code: 'country_not_served' },
  },
  {
    id: 'licence',
    when: { residenceBlock: 'residenceBlock == "licence"' },
    outcome: { kind: 'reject', code: 'country_not_served' },
    note: 'Nationality does not matter to a licence, residence does.',
  },
  { id: 'age', when: { age: 'age < 18' }, outcome: { kind: 'reject', code: 'under_age' } },
  { id: 'ask-provider', when: { check: 'check == "not_done"' }, outcome: { kind: 'check' } },
  {
    id: 'refused',
    when: { check: 'check == "refused"' },
    outcome: { kind: 'reject', code: 'identity_not_confirmed' },
  },
  { id: 'retry', when: { check: 'check == "retry"' }, outcome: { kind: 'ask_more', code: 'documents_again' } },
  {
    id: 'no-answer',
    when: { check: 'check == "unavailable" || check == "on_hold"' },
    outcome: { kind: 'review', team: 'onboarding', reason: 'check_needs_person' },
  },
  {
    id: 'possible-match',
    when: { screening: 'screening == "possible_hit"' },
    outcome: { kind: 'review', team: 'compliance', reason: 'possible_list_match' },
  },
  {
    id: 'no-lists',
    when: { screening: 'screening == "not_screened"' },
    outcome: { kind: 'review', team: 'compliance', reason: 'not_screened' },
  },
  {
    id: 'exposed',
    when: { pep: 'pep != "none"' },
    outcome: { kind: 'review', team: 'compliance', reason: 'politically_exposed' },
  },
  {
    id: 'high-risk',
    when: { risk: 'risk == "high" || risk == "prohibited"' },
    outcome: { kind: 'review', team: 'compliance', reason: 'high_risk' },
  },
  {
    id: 'tax',
    when: { isTaxComplete: '!isTaxComplete' },
    outcome: { kind: 'review', team: 'onboarding', reason: 'tax_data_incomplete' },
  },
  { id: 'approve', when: { check: 'check == "passed"' }, outcome: { kind: 'approve' } },
];
