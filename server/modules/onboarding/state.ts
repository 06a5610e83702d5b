import { defineStates, type StateOf } from '@/server/kernel/state';

/** One application. What it means for the client is reported to his verification facet, never read from here. */
export const applicationStates = defineStates('application', 'draft', {
  draft: { submit: 'submitted', supersede: 'superseded' },
  submitted: {
    check: 'checking',
    approve: 'approved',
    reject: 'rejected',
    ask_more: 'needs_more',
    review: 'in_review',
  },
  checking: { approve: 'approved', reject: 'rejected', ask_more: 'needs_more', review: 'in_review' },
  in_review: {
    check: 'checking',
    approve: 'approved',
    reject: 'rejected',
    ask_more: 'needs_more',
    review: 'in_review',
  },
  // The provider may still change its mind while the client looks for his papers.
  needs_more: {
    submit: 'submitted',
    approve: 'approved',
    reject: 'rejected',
    review: 'in_review',
    supersede: 'superseded',
  },
  approved: { reject: 'rejected', ask_more: 'needs_more', review: 'in_review', supersede: 'superseded' },
  rejected: { approve: 'approved', review: 'in_review', supersede: 'superseded' },
  superseded: {},
});

export type ApplicationState = StateOf<typeof applicationStates>;
export const openStates = ['draft', 'submitted', 'checking', 'in_review', 'needs_more'] as const;
export const isOpen = (state: string): boolean => (openStates as readonly string[]).includes(state);

type Goal = 'applying' | 'in_review' | 'approved' | 'rejected' | 'expired';
type Verification = 'none' | 'applying' | 'in_review' | 'approved' | 'rejected' | 'expired';
type VerificationEvent = 'apply' | 'submit' | 'approve' | 'reject' | 'ask_again' | 'expire' | 'reopen' | 'renew';

/**
 * The steps of the verification facet from where it is to where an application takes it. A renewal that is under way changes
 * nothing for an approved client: only its outcome, or a deadline, does.
 */
export function verificationPath(from: Verification, goal: Goal): readonly VerificationEvent[] {
  const paths: Record<Goal, Record<Verification, readonly VerificationEvent[]>> = {
    applying: {
      none: ['apply'],
      applying: [],
      in_review: ['ask_again'],
      approved: [],
      rejected: ['reopen'],
      expired: ['reopen'],
    },
    in_review: {
      none: ['apply', 'submit'],
      applying: ['submit'],
      in_review: [],
      approved: [],
      rejected: ['reopen', 'submit'],
      expired: ['reopen', 'submit'],
    },
    approved: {
      none: ['apply', 'approve'],
      applying: ['approve'],
      in_review: ['approve'],
      approved: ['renew'],
      rejected: ['approve'],
      expired: ['approve'],
    },
    rejected: {
      none: ['apply', 'reject'],
      applying: ['reject'],
      in_review: ['reject'],
      approved: ['reject'],
      rejected: [],
      expired: ['reject'],
    },
    expired: { none: [], applying: [], in_review: [], approved: ['expire'], rejected: [], expired: [] },
  };
  return paths[goal][from];
}
