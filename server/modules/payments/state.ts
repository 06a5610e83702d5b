import { defineStates } from '@/server/kernel/state';

/** A deposit from the client's wish to credited money. `in_review` holds money that must not be credited without a person. */
export const depositStates = defineStates('deposit', 'created', {
  created: {
    redirect: 'awaiting_client',
    process: 'processing',
    credit: 'credited',
    review: 'in_review',
    fail: 'failed',
    expire: 'expired',
  },
  awaiting_client: {
    process: 'processing',
    credit: 'credited',
    review: 'in_review',
    fail: 'failed',
    expire: 'expired',
    cancel: 'cancelled',
    redirect: 'awaiting_client',
  },
  processing: {
    redirect: 'awaiting_client',
    process: 'processing',
    credit: 'credited',
    review: 'in_review',
    fail: 'failed',
    expire: 'expired',
    cancel: 'cancelled',
  },
  in_review: { credit: 'credited', send_back: 'sent_back' },
  credited: { chargeback: 'disputed', send_back: 'sent_back' },
  disputed: { win: 'credited', lose: 'charged_back' },
  // Money can still arrive after we gave up waiting; it is never lost, it is looked at.
  failed: { credit: 'credited', review: 'in_review' },
  expired: { credit: 'credited', review: 'in_review' },
  cancelled: { credit: 'credited', review: 'in_review' },
  charged_back: { win: 'credited' },
  sent_back: {},
});
export type DepositEvent =
  | 'redirect'
  | 'process'
  | 'credit'
  | 'review'
  | 'fail'
  | 'expire'
  | 'cancel'
  | 'send_back'
  | 'chargeback'
  | 'win'
  | 'lose';

/** A withdrawal from the client's wish to money at its destination, or back where it came from. */
export const withdrawalStates = defineStates('withdrawal', 'collecting', {
  /** Money is being taken off the trading platform into transit. */
  collecting: { collected: 'checking', uncollectable: 'failed', cancel: 'cancelled' },
  checking: { park: 'in_review', release: 'approved', reject: 'rejecting' },
  in_review: { release: 'approved', reject: 'rejecting', cancel: 'rejecting' },
  approved: { send: 'sending', stop: 'rejecting' },
  sending: { settle: 'paid', fail: 'rejecting', split: 'partly_paid' },
  /** Some legs settled, others came back: what came back is on its way home. */
  partly_paid: { returned: 'partly_paid', finish: 'paid' },
  /** The money goes back where it came from; ends when it has arrived. */
  rejecting: { reject: 'rejected', cancel: 'cancelled', fail: 'failed' },
  paid: { bounce: 'returned' },
  returned: {},
  rejected: {},
  cancelled: {},
  failed: {},
});
export type WithdrawalState = (typeof withdrawalStates.states)[number];

export const legStates = defineStates('withdrawal leg', 'planned', {
  planned: { send: 'sending', drop: 'dropped' },
  sending: { settle: 'settled', wait: 'sending', lose: 'unknown', fail: 'failed', bounce: 'returned' },
  /** The reply was lost: looked up, never sent again blindly. */
  unknown: {
    settle: 'settled',
    wait: 'sending',
    fail: 'failed',
    lose: 'unknown',
    retry: 'sending',
    bounce: 'returned',
  },
  /** What was paid and is then said to have failed has come back, whichever word the PSP uses. */
  settled: { bounce: 'returned', fail: 'returned' },
  failed: {},
  returned: {},
  dropped: {},
});
export type LegState = (typeof legStates.states)[number];
export const absencesThatProve = 2;

/** A claim of a cardholder. An inquiry costs nothing yet; `won` and `lost` are the scheme's word, and a lost one may be appealed. */
export const disputeStates = defineStates('dispute', 'inquiry', {
  inquiry: { open: 'open', close: 'closed', win: 'won', lose: 'lost' },
  open: { win: 'won', lose: 'lost', close: 'closed' },
  lost: { open: 'open', win: 'won' },
  won: {},
  closed: {},
});
export type DisputeState = (typeof disputeStates.states)[number];
