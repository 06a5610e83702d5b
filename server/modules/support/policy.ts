import { z } from 'zod';
import { definePolicyPoint, fact, type PolicyRow } from '@/server/kernel/policy';
import { requestKinds } from './request-contract';

/** How careful the house is with a request: its matrix of changes. A tenant edits the table. */
export const requestCare = definePolicyPoint({
  name: 'support.request.care',
  purpose: 'operations',
  facts: {
    kind: fact.oneOf('What is asked for', requestKinds),
    channel: fact.oneOf('Who opened it', ['portal', 'desk']),
    funded: fact.bool('Money was ever paid in'),
    verification: fact.oneOf('Verification', ['none', 'applying', 'in_review', 'approved', 'rejected', 'expired']),
  },
  /** 0: applied at once when its checks pass; 1: a colleague; 2: a colleague and a second one. Days in which nothing is paid out. */
  outcome: z.object({ people: z.number().int().min(0).max(2), holdDays: z.number().int().min(0).max(90) }),
  default: { people: 1, holdDays: 0 },
  onError: { people: 2, holdDays: 7 },
});

export const requestCareRows: readonly PolicyRow[] = [
  { id: 'resend', when: { kind: 'kind == "resend_verification"' }, outcome: { people: 0, holdDays: 0 } },
  { id: 'unlock', when: { kind: 'kind == "unlock"' }, outcome: { people: 0, holdDays: 0 } },
  {
    id: 'second-factor',
    when: { kind: 'kind == "reset_2fa"' },
    outcome: { people: 2, holdDays: 7 },
    note: 'Whoever takes over a mailbox asks for this first; a week lets the owner notice.',
  },
  {
    id: 'mailbox-with-money',
    when: { kind: 'kind == "change_email"', funded: 'funded' },
    outcome: { people: 2, holdDays: 3 },
  },
  {
    id: 'phone-with-money',
    when: { kind: 'kind == "change_phone"', funded: 'funded' },
    outcome: { people: 1, holdDays: 1 },
  },
  {
    id: 'who-he-is',
    when: { kind: 'kind == "change_name" || kind == "change_country"' },
    outcome: { people: 2, holdDays: 0 },
    note: 'He is verified again anyway, and until then withdrawals are looked at.',
  },
  { id: 'the-end', when: { kind: 'kind == "close_account"' }, outcome: { people: 2, holdDays: 0 } },
  { id: 'rights', when: { kind: 'kind == "data_subject"' }, outcome: { people: 2, holdDays: 0 } },
];
