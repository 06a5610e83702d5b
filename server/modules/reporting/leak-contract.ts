import type { IdKind } from '@/server/kernel/ids';
import type { WorkTeam } from '@/server/kernel/work';

/** The road of a client and his money; between two stations something is handed over, and there it leaks. */
export const handOffs = [
  'lead_to_kyc',
  'kyc_to_fund',
  'fund_to_platform',
  'platform_to_risk',
  'risk_to_report',
  'report_to_retain',
] as const;
export type HandOff = (typeof handOffs)[number];

export type Leak = {
  readonly handOff: HandOff;
  readonly name: string;
  /** What enters, what leaves, and from when on a row is stuck. `{patience}` is written by whoever shows it. */
  readonly definition: string;
  readonly patienceHours: number;
  /** Whose it is to mend; he may be waiting for the client. */
  readonly team: WorkTeam;
  readonly waitsOn: WorkTeam;
  /** What passes, and the object whose page shows it. */
  readonly object: IdKind;
  readonly page: IdKind;
  /** The list behind it: who may not read that sees no figure of it, and its row scope holds here too. */
  readonly verb: string;
  /** Only what waits now is known: nothing is kept of what has passed. */
  readonly isNowOnly?: true;
};

const day = 24;
const leak = (handOff: HandOff, of: Omit<Leak, 'handOff'>): Leak => ({ handOff, ...of });
const ofClient = { object: 'client', page: 'client', verb: 'clients.client.list' } as const;
const ofApplication = {
  object: 'application',
  page: 'application',
  verb: 'onboarding.application.list',
} as const;
const ofDeposit = { object: 'deposit', page: 'deposit', verb: 'payments.deposit.list' } as const;
const ofAccount = { object: 'tradingAccount', page: 'tradingAccount', verb: 'trading.account.list' } as const;

/** Every leak the house measures. This list is the definition: the view says when a row came and left, this when it is stuck. */
export const leaks = {
  application_not_begun: leak('lead_to_kyc', {
    ...ofClient,
    name: 'Registered, not begun',
    definition:
      'Enters with the registration, leaves with the first answer of an application. Stuck after {patience} without one.',
    patienceHours: 2 * day,
    team: 'sales',
    waitsOn: 'client',
  }),
  application_not_sent: leak('lead_to_kyc', {
    ...ofApplication,
    name: 'Application begun, not sent',
    definition: 'Enters when an application is begun, leaves when it is sent. Stuck after {patience} as a draft.',
    patienceHours: 2 * day,
    team: 'sales',
    waitsOn: 'client',
  }),
  review_waiting: leak('lead_to_kyc', {
    ...ofApplication,
    name: 'Application undecided',
    definition:
      'Enters when an application is sent, leaves with the decision. Stuck after {patience} with the provider or in review.',
    patienceHours: day,
    team: 'onboarding',
    waitsOn: 'onboarding',
  }),
  papers_missing: leak('lead_to_kyc', {
    ...ofApplication,
    name: 'Papers asked for, not brought',
    definition: 'The client was asked for more and has not answered. Stuck after {patience}.',
    patienceHours: 3 * day,
    team: 'onboarding',
    waitsOn: 'client',
    isNowOnly: true,
  }),
  approved_unfunded: leak('kyc_to_fund', {
    ...ofClient,
    name: 'Approved, not funded',
    definition: 'Enters with the approval, leaves with the first credited deposit. Stuck after {patience} without one.',
    patienceHours: 3 * day,
    team: 'sales',
    waitsOn: 'client',
  }),
  deposit_unfinished: leak('kyc_to_fund', {
    ...ofDeposit,
    name: 'Deposit begun, no money',
    definition:
      'Enters when a deposit is begun, leaves when it is credited or given up. Stuck after {patience} while no money was taken.',
    patienceHours: 4,
    team: 'support',
    waitsOn: 'client',
  }),
  captured_not_credited: leak('kyc_to_fund', {
    ...ofDeposit,
    name: 'Captured, not credited',
    definition:
      'Enters when a provider took the money, leaves when the client has it or it was sent back. Stuck after {patience}.',
    patienceHours: 1,
    team: 'finance',
    waitsOn: 'finance',
  }),
  credited_no_account: leak('fund_to_platform', {
    ...ofClient,
    name: 'Money, but no account',
    definition:
      'Enters with the first credited deposit, leaves when a live account is open. Stuck after {patience}; the money is what lies in his wallets.',
    patienceHours: day,
    team: 'support',
    waitsOn: 'client',
  }),
  account_not_made: leak('fund_to_platform', {
    ...ofAccount,
    name: 'Account asked for, not made',
    definition: 'Enters when an account is asked for, leaves when the platform has it. Stuck after {patience}.',
    patienceHours: 0.25,
    team: 'dealing',
    waitsOn: 'system',
  }),
  money_in_transit: leak('fund_to_platform', {
    ...ofAccount,
    object: 'balanceOperation',
    name: 'Money on the way to or from a platform',
    definition:
      'Enters with the order to move money, leaves when the platform has answered for good. Stuck after {patience}.',
    patienceHours: 0.25,
    team: 'dealing',
    waitsOn: 'system',
  }),
  not_moved_on: leak('fund_to_platform', {
    ...ofDeposit,
    name: 'Credited, not moved to its account',
    definition:
      'A deposit meant for an account enters when it is credited and leaves when money is ordered to that account. Stuck after {patience}.',
    patienceHours: 0.25,
    team: 'finance',
    waitsOn: 'system',
  }),
  account_unused: leak('platform_to_risk', {
    ...ofClient,
    name: 'Funded with an account, never traded',
    definition:
      'Enters when he has both money and an open live account, leaves with his first deal. Stuck after {patience}.',
    patienceHours: 14 * day,
    team: 'sales',
    waitsOn: 'client',
  }),
  drift_open: leak('platform_to_risk', {
    ...ofAccount,
    name: 'Terms differ on the platform',
    definition:
      'Enters when an account is seen with other terms than decided, leaves when it is in line, reverted, adopted or tolerated. Stuck after {patience}.',
    patienceHours: 4,
    team: 'dealing',
    waitsOn: 'dealing',
  }),
  deal_unbooked: leak('risk_to_report', {
    ...ofAccount,
    object: 'deal',
    name: 'Deals not in the books',
    definition: 'A deal was read from the platform and the ledger does not have it. Stuck after {patience}.',
    patienceHours: 0.25,
    team: 'dealing',
    waitsOn: 'system',
    isNowOnly: true,
  }),
  break_open: leak('risk_to_report', {
    ...ofAccount,
    object: 'breakItem',
    verb: 'reconciliation.break.list',
    name: 'Books differ from the platform',
    definition:
      'Enters when reconciliation finds a difference that stays, leaves when it is gone or explained. Stuck after {patience}; the money is the size of the difference.',
    patienceHours: day,
    team: 'finance',
    waitsOn: 'finance',
  }),
  withdrawal_waiting: leak('report_to_retain', {
    object: 'withdrawal',
    page: 'withdrawal',
    verb: 'payments.withdrawal.list',
    name: 'Withdrawal not paid',
    definition: 'Enters with the request, leaves when it is paid, refused or taken back. Stuck after {patience}.',
    patienceHours: day,
    team: 'finance',
    waitsOn: 'finance',
  }),
  dispute_unanswered: leak('report_to_retain', {
    object: 'dispute',
    page: 'dispute',
    verb: 'payments.dispute.list',
    name: 'Chargeback not answered',
    definition: 'Enters when the card bank asks, leaves with our answer or its end. Stuck after {patience}.',
    patienceHours: 2 * day,
    team: 'finance',
    waitsOn: 'finance',
  }),
  gone_quiet: leak('report_to_retain', {
    ...ofClient,
    name: 'Gone quiet, nobody called',
    definition:
      'Enters when a client falls asleep or takes out his last money, leaves when he is back or somebody spoke with him. Stuck after {patience}.',
    patienceHours: 7 * day,
    team: 'sales',
    waitsOn: 'sales',
  }),
} as const satisfies Readonly<Record<string, Leak>>;

export type LeakKey = keyof typeof leaks;
export const leakKeys = Object.keys(leaks) as readonly LeakKey[]; // keys of the literal above
export const leakOf = (key: LeakKey): Leak => leaks[key];

/** 15 minutes, 4 hours, 3 days. */
export function patienceInWords({ patienceHours: hours }: Leak): string {
  const [count, unit] = hours < 1 ? [hours * 60, 'minute'] : hours < day ? [hours, 'hour'] : [hours / day, 'day'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

export const definitionOf = (of: Leak): string => of.definition.replace('{patience}', patienceInWords(of));
