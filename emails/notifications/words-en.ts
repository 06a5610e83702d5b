/** One message: `{name}` stands for a fact; a line whose facts are all absent is left out. */
export type Template = {
  readonly subject: string;
  readonly lines: readonly string[];
  readonly action?: string;
  /** The same for a telephone, where the message goes there. */
  readonly sms?: string;
};
export type Phrases = { readonly foot: string; readonly templates: Readonly<Record<string, Template>> };

const client: Record<string, Template> = {
  kyc_received: {
    subject: 'We have your application',
    lines: ['Thank you, {client}. Your application has arrived and is being checked.', 'You need to do nothing now.'],
    action: 'See how it stands',
  },
  kyc_more_needed: {
    subject: 'Your application needs one more thing',
    lines: ['We could not finish checking your application yet.', '{asks}', '{note}'],
    action: 'Go on with the application',
  },
  kyc_approved: {
    subject: 'Welcome to {brand}: you are verified',
    lines: ['Your application has been approved, {client}.', 'You can now fund your wallet and trade.'],
    action: 'Open the wallet',
  },
  kyc_rejected: {
    subject: 'About your application at {brand}',
    lines: ['We cannot approve your application.', '{reason}', 'You can write to us if you think this is a mistake.'],
    action: 'See the decision',
  },
  kyc_expiring: {
    subject: 'Please renew your verification by {date}',
    lines: [
      'The law asks us to look at your data and documents from time to time.',
      'Please confirm them by {date}, so that nothing has to be paused.',
    ],
    action: 'Renew now',
  },
  document_rejected: {
    subject: 'A document could not be accepted',
    lines: ['We could not accept this document: {document}.', 'Please upload it again.'],
    action: 'Upload again',
  },
  document_expired: {
    subject: 'A document has expired',
    lines: ['This document is no longer valid: {document}.', 'Please upload a current one.'],
    action: 'Upload a new one',
  },
  account_opened: {
    subject: 'Your account {login} is open',
    lines: [
      'Your {platform} account {login} in {currency} is ready.',
      'The password is shown once, in your portal. We never send it.',
    ],
    action: 'Show the log-in',
  },
  leverage_coming: {
    subject: 'Leverage of account {login} will be 1:{leverage} from {date}',
    lines: [
      'From {date} the leverage of your account {login} will be at most 1:{leverage}.',
      'Open positions need more margin from then on. Please look at them in good time.',
    ],
    action: 'See the account',
  },
  terms_changed: {
    subject: 'New terms of account {login}',
    lines: ['The leverage of your account {login} is now 1:{leverage}.'],
    action: 'See the account',
  },
  close_only: {
    subject: 'Account {login}: positions can only be closed',
    lines: [
      'On your account {login} you can close positions, but open no new ones for now.',
      'Your portal says what is missing.',
    ],
    action: 'See what is missing',
    sms: 'On account {login} positions can only be closed for now. Your portal says what is missing.',
  },
  balance_reset: {
    subject: 'Account {login} has been set back to zero',
    lines: [
      'A fast market took your account {login} below zero.',
      'You are protected: the difference is ours, and you owe nothing.',
    ],
    action: 'See the account',
    sms: 'Account {login} went below zero and was set back to zero. You owe nothing.',
  },
  deposit_credited: {
    subject: 'Your deposit of {amount} has arrived',
    lines: ['{amount} are in your wallet.', 'Number: {number}'],
    action: 'Open the wallet',
  },
  deposit_failed: {
    subject: 'Your deposit of {amount} did not go through',
    lines: ['Nothing was taken from you, or it comes back by itself.', 'Number: {number}'],
    action: 'Try again',
  },
  deposit_returned: {
    subject: 'Your deposit of {amount} is on its way back',
    lines: [
      'We could not accept your deposit and have sent it back to where it came from.',
      'With cards this takes up to ten days. Number: {number}',
    ],
    action: 'See the history',
  },
  withdrawal_requested: {
    subject: 'We have your request to withdraw {amount}',
    lines: [
      'Your withdrawal of {amount} is being checked. Number: {number}',
      'If it was not you, cancel it in your portal at once and tell us.',
    ],
    action: 'See how it stands',
    sms: 'We have your request to withdraw {amount} ({number}). Not you? Cancel it in your portal at once.',
  },
  withdrawal_cancelled: {
    subject: 'Your withdrawal of {amount} was cancelled',
    lines: ['The money is back where it was. Number: {number}'],
    action: 'Open the wallet',
  },
  withdrawal_rejected: {
    subject: 'Your withdrawal of {amount} was not carried out',
    lines: [
      'We could not carry out your withdrawal; the money is back where it was. Number: {number}',
      'Write to us if you have questions.',
    ],
    action: 'Open the wallet',
  },
  withdrawal_failed: {
    subject: 'Your withdrawal of {amount} came back',
    lines: [
      'The receiving bank or the platform did not take it; the money is yours again. Number: {number}',
      'Please check where it should go and ask once more.',
    ],
    action: 'Open the wallet',
    sms: 'Your withdrawal {number} of {amount} came back. The money is in your wallet.',
  },
  withdrawal_paid: {
    subject: '{amount} are on their way to you',
    lines: ['Your withdrawal {number} has been paid: {amount}.', 'Banks take up to two working days.'],
    action: 'See the history',
    sms: 'Your withdrawal {number} of {amount} has been paid.',
  },
  debt_collected: {
    subject: 'What was owed has been settled',
    lines: ['Money that reached your wallet has first paid an amount that was owed from a card payment called back.'],
    action: 'See the history',
  },
  request_decided: {
    subject: 'Your request at {brand} was decided',
    lines: ['What came of it stands with your requests.'],
    action: 'See your requests',
  },
  new_sign_in: {
    subject: 'A sign-in from a new device',
    lines: [
      '{device}',
      '{place}',
      '{at}',
      'Not you? End the session in your profile and choose a new password at once.',
    ],
    action: 'See your sessions',
  },
  contact_changed: {
    subject: 'Your contact details were changed',
    lines: ['If it was you, or you asked us to, there is nothing to do.', 'If not, please tell us at once.'],
    action: 'See your details',
    sms: 'Your contact details were changed. Not you? Tell us at once.',
  },
};

const staff: Record<string, Template> = {
  staff_new_sign_in: {
    subject: 'You were signed in from a new device',
    lines: ['{device}', '{place}', '{at}', 'Not you? End the session in your account and choose a new password.'],
    action: 'See your sessions',
  },
  approval_waiting: {
    subject: 'Your approval is wanted',
    lines: ['{summary}', 'Asked by {requester}.'],
    action: 'Decide',
  },
  approval_decided: {
    subject: 'Request {state}',
    lines: ['{summary}', '{reason}'],
    action: 'See the request',
  },
  staff_digest: {
    subject: 'Not read yet: {count}',
    lines: ['{list}', 'You asked for one mail a day; your account says when.'],
    action: 'Read them',
  },
  task_due: { subject: 'Due: {title}', lines: ['{title}'], action: 'Open my tasks' },
  mentioned: { subject: '{title}', lines: ['{title}'], action: 'Open the inbox' },
  work_escalated: { subject: 'Escalated: {title}', lines: ['{title}'], action: 'Open the inbox' },
  glass_broken: {
    subject: 'Somebody decided alone',
    lines: ['{summary}', 'Asked by {requester} and decided without a second person.'],
    action: 'Look at it',
  },
  report_insight: {
    subject: 'Insight: the last {days} days at {brand}',
    lines: ['The last {days} days, beside the {days} before.', '{figures}'],
    action: 'Open insight',
  },
  report_leaks: {
    subject: 'Where it leaks at {brand}',
    lines: ['What is stuck now, beside a week ago.', '{figures}'],
    action: 'Open the leak board',
  },
  unusual_looks: {
    subject: 'Somebody looks at more personal data than usual',
    lines: [
      'An hour of one person is unlike his last 30 days, or above your own limit. Who and what stands in the inbox.',
    ],
    action: 'See reveals and exports',
  },
  exposure_band: {
    subject: 'Exposure is outside its band',
    lines: ['A symbol carries more than was allowed for it.'],
    action: 'See exposure',
  },
  break_opened: {
    subject: 'Books and outside world differ',
    lines: ['Reconciliation has found a difference that nobody has explained yet.'],
    action: 'Look at it',
  },
  dispute_opened: {
    subject: 'Chargeback of {amount}',
    lines: ['A card bank has called back the deposit {number} of {amount}.'],
    action: 'See the chargebacks',
  },
  account_failed: {
    subject: 'An account could not be opened',
    lines: ['The platform has refused an account in {currency}.'],
    action: 'See the account',
  },
};

export const english: Phrases = {
  foot: 'You get this because it is about your account at {brand}. We never ask for your password by mail.',
  templates: { ...client, ...staff },
};
