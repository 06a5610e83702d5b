/** What the house says, to whom and by which way: one table from published event to message. */
export type Channel = 'in_app' | 'email' | 'sms' | 'push';

export type MessageDef = {
  readonly title: string;
  readonly audience: 'client' | 'staff';
  readonly channels: readonly Channel[];
  /** A page of the portal or the desk; `{id}` is the object's. */
  readonly path: string;
  /** The words have legal weight: a second person publishes them. */
  readonly isLegal?: true;
  /** Cannot wait until the morning, nor for the mail of the day. */
  readonly isUrgent?: true;
  /** Staff: whoever may do this is told. Without it the facts name the people. */
  readonly grant?: string;
  /** Written and sent by the identity module, which alone holds the link; logged here. */
  readonly isIdentity?: true;
  /** Written by hand each time, and only to who has said yes. */
  readonly isMarketing?: true;
};

const toClient = (title: string, path: string, extra: Partial<MessageDef> = {}): MessageDef => ({
  title,
  audience: 'client',
  channels: ['in_app', 'email'],
  path,
  ...extra,
});
const toStaff = (title: string, path: string, extra: Partial<MessageDef> = {}): MessageDef => ({
  title,
  audience: 'staff',
  channels: ['in_app'],
  path,
  ...extra,
});
const identity = (title: string): MessageDef => ({
  title,
  audience: 'client',
  channels: ['email'],
  path: '',
  isIdentity: true,
});
const marketing = (title: string): MessageDef => ({
  title,
  audience: 'client',
  channels: ['email', 'sms'],
  path: '/profile',
  isMarketing: true,
});
const legal = { isLegal: true } as const;
const byMailToo = ['in_app', 'email'] as const;
/** What he must know at once when it was not him. */
const urgent = { isUrgent: true } as const;
const byTextToo = { channels: ['in_app', 'email', 'sms'] } as const;

/** What a client must know about his own money, papers and accounts; the last three ask for consent first. */
export const messages = {
  kyc_received: toClient('Application received', '/verify'),
  kyc_more_needed: toClient('More is needed for the application', '/verify'),
  kyc_approved: toClient('Application approved', '/wallet'),
  kyc_rejected: toClient('Application rejected', '/verify', legal),
  kyc_expiring: toClient('Verification has to be renewed', '/verify'),
  document_rejected: toClient('Document not accepted', '/verify'),
  document_expired: toClient('Document expired', '/verify'),
  account_opened: toClient('Trading account opened', '/accounts'),
  leverage_coming: toClient('Lower leverage is coming', '/accounts', legal),
  terms_changed: toClient('Terms of an account changed', '/accounts', legal),
  close_only: toClient('Account is close-only', '/accounts', { ...legal, ...byTextToo }),
  balance_reset: toClient('Negative balance reset', '/accounts', { ...legal, ...byTextToo }),
  deposit_credited: toClient('Deposit received', '/wallet'),
  deposit_failed: toClient('Deposit failed', '/wallet'),
  deposit_returned: toClient('Deposit sent back', '/history'),
  withdrawal_requested: toClient('Withdrawal requested', '/wallet', { ...byTextToo, ...urgent }),
  withdrawal_cancelled: toClient('Withdrawal cancelled', '/wallet'),
  withdrawal_rejected: toClient('Withdrawal rejected', '/wallet'),
  withdrawal_failed: toClient('Withdrawal failed', '/wallet', byTextToo),
  withdrawal_paid: toClient('Withdrawal paid', '/history', byTextToo),
  debt_collected: toClient('Debt collected', '/history', legal),
  request_decided: toClient('Request decided', '/support/requests'),
  contact_changed: toClient('Contact details changed', '/profile', { ...byTextToo, ...urgent }),
  new_sign_in: toClient('Sign-in from a new device', '/profile', { channels: ['in_app'], ...urgent }),
  staff_new_sign_in: toStaff('Sign-in of a colleague from a new device', '/settings/me', urgent),
  approval_waiting: toStaff('Approval waiting', '/approvals', { channels: byMailToo }),
  approval_decided: toStaff('Approval decided', '/approvals'),
  work_escalated: toStaff('Work escalated', '/home'),
  mentioned: toStaff('A colleague asks you to look', '/work'),
  task_due: toStaff('A task of yours is due', '/home'),
  glass_broken: toStaff('Somebody decided alone', '/approvals', {
    channels: byMailToo,
    grant: 'access.staff.assign',
    ...urgent,
  }),
  unusual_looks: toStaff('Unusual look at personal data', '/audit/disclosures', {
    channels: byMailToo,
    grant: 'disclosures.rule.set',
    ...urgent,
  }),
  exposure_band: toStaff('Exposure outside its band', '/risk', {
    channels: byMailToo,
    grant: 'risk.band.set',
    ...urgent,
  }),
  break_opened: toStaff('Books and bank differ', '/home', { grant: 'reconciliation.break.explain' }),
  dispute_opened: toStaff('Chargeback opened', '/payments/disputes', { grant: 'payments.dispute.contest' }),
  report_insight: toStaff('Insight by mail', '/insight', { channels: ['email'] }),
  report_leaks: toStaff('Leak board by mail', '/leaks', { channels: ['email'] }),
  account_failed: toStaff('Account could not be opened', '/trading/accounts/{id}', { grant: 'trading.drift.revert' }),
  staff_digest: toStaff('Messages of the day', '/notifications', { channels: ['email'], ...urgent }),
  verify_email: identity('Confirm the e-mail address'),
  password_reset: identity('New password'),
  invitation: identity('Invitation'),
  password_changed: identity('Password changed'),
  already_registered: identity('Already registered'),
  new_device: identity('Sign-in from a new device, with its link'),
  second_factor_added: identity('Second factor added'),
  second_factor_removed: identity('Second factor removed'),
  locked_out: identity('Too many attempts'),
  caller_code: identity('Code for a telephone call'),
  marketing_news: marketing('News'),
  marketing_offers: marketing('Offers'),
  marketing_education: marketing('Learning'),
} as const satisfies Record<string, MessageDef>;
export type MessageKey = keyof typeof messages;
export const messageKeys = Object.keys(messages) as [MessageKey, ...MessageKey[]]; // of the literal above

export const definitionOf = (key: MessageKey): MessageDef => messages[key];

/** Objects a message can be about, and what of them decides what is said. */
export type ObjectType =
  | 'application'
  | 'document'
  | 'tradingAccount'
  | 'deposit'
  | 'withdrawal'
  | 'client'
  | 'session'
  | 'approval'
  | 'workItem'
  | 'disclosureAlert'
  | 'exposureBand'
  | 'breakItem';
export type Said = { readonly state: string; readonly isYoung: boolean };
type Telling = {
  readonly of: ObjectType;
  /** Which field of the event names the object. */
  readonly idIn: string;
  /** Decides on what the object is now: an event is a hint. */
  readonly choose: (said: Said) => MessageKey | null;
};

const when =
  (states: readonly string[], message: MessageKey) =>
  ({ state }: Said) =>
    states.includes(state) ? message : null;
const always = (message: MessageKey) => () => message;
const application = { of: 'application', idIn: 'applicationId' } as const;
const document = { of: 'document', idIn: 'documentId' } as const;
const account = { of: 'tradingAccount', idIn: 'accountId' } as const;
const deposit = { of: 'deposit', idIn: 'depositId' } as const;
const withdrawal = { of: 'withdrawal', idIn: 'withdrawalId' } as const;
const client = { of: 'client', idIn: 'clientId' } as const;
const session = { of: 'session', idIn: 'sessionId' } as const;
const approval = { of: 'approval', idIn: 'approvalId' } as const;

function termsMessage({ state, isYoung }: Said): MessageKey | null {
  if (isYoung) return null; // its first terms were told when it was opened
  return state === 'close_only' ? 'close_only' : 'terms_changed';
}

export const tellings: Readonly<Record<string, Telling>> = {
  'onboarding/application.submitted': { ...application, choose: always('kyc_received') },
  'onboarding/application.needs_more': { ...application, choose: when(['needs_more'], 'kyc_more_needed') },
  'onboarding/application.decided': {
    ...application,
    choose: ({ state }) => (state === 'approved' ? 'kyc_approved' : state === 'rejected' ? 'kyc_rejected' : null),
  },
  'onboarding/renewal.due': { ...application, choose: always('kyc_expiring') },
  'documents/document.rejected': { ...document, choose: when(['rejected'], 'document_rejected') },
  'documents/document.expired': { ...document, choose: when(['expired'], 'document_expired') },
  'trading/account.opened': { ...account, choose: always('account_opened') },
  'trading/account.failed': { ...account, choose: when(['failed'], 'account_failed') },
  'trading/terms.noticed': { ...account, choose: always('leverage_coming') },
  'trading/terms.applied': { ...account, choose: termsMessage },
  'trading/balance.covered': { ...account, choose: always('balance_reset') },
  'payments/deposit.credited': { ...deposit, choose: always('deposit_credited') },
  'payments/deposit.failed': { ...deposit, choose: always('deposit_failed') },
  'payments/deposit.sending_back': { ...deposit, choose: always('deposit_returned') },
  'payments/dispute.opened': { ...deposit, choose: always('dispute_opened') },
  'payments/withdrawal.requested': { ...withdrawal, choose: always('withdrawal_requested') },
  'payments/withdrawal.cancelled': { ...withdrawal, choose: always('withdrawal_cancelled') },
  'payments/withdrawal.rejected': { ...withdrawal, choose: always('withdrawal_rejected') },
  'payments/withdrawal.failed': { ...withdrawal, choose: always('withdrawal_failed') },
  'payments/withdrawal.paid': { ...withdrawal, choose: always('withdrawal_paid') },
  'ledger/debt.collected': { ...client, choose: always('debt_collected') },
  'clients/contact.changed': { ...client, choose: always('contact_changed') },
  'identity/sign_in.strange': {
    ...session,
    choose: ({ state }) => (state === 'client' ? 'new_sign_in' : state === 'staff' ? 'staff_new_sign_in' : null),
  },
  'approvals/request.opened': { ...approval, choose: when(['waiting'], 'approval_waiting') },
  'approvals/request.approved': { ...approval, choose: always('approval_decided') },
  'approvals/request.rejected': { ...approval, choose: always('approval_decided') },
  'approvals/request.expired': { ...approval, choose: always('approval_decided') },
  'approvals/glass.broken': { ...approval, choose: always('glass_broken') },
  'work/item.escalated': { of: 'workItem', idIn: 'itemId', choose: always('work_escalated') },
  'work/task.reminded': { of: 'workItem', idIn: 'itemId', choose: always('task_due') },
  'support/colleague.mentioned': { of: 'workItem', idIn: 'itemId', choose: always('mentioned') },
  'support/request.decided': { ...client, choose: always('request_decided') },
  'disclosures/alert.raised': { of: 'disclosureAlert', idIn: 'itemId', choose: always('unusual_looks') },
  'risk/band.breached': { of: 'exposureBand', idIn: 'bandId', choose: always('exposure_band') },
  'reconciliation/break.opened': { of: 'breakItem', idIn: 'breakId', choose: always('break_opened') },
};
export const toldEvents = Object.keys(tellings);
