import type { RowScope } from '@/server/kernel/context';

export type RolePreset = {
  readonly key: string;
  readonly name: string;
  /** Whose work it is, for the person who invites. */
  readonly about: string;
  readonly grants: readonly string[];
  readonly rowScope: RowScope;
  /** Held alone: an auditor who also works here audits himself. */
  readonly isExclusive?: boolean;
  readonly mustEnd?: boolean;
};

/** What every desk shows: work, where it leaks, and the names of the company's own entities. Figures need their lists' grants, too. */
const inbox = ['work.item.*', 'work.view.*', 'read:work.*', 'read:reporting.*', 'tenancy.entity.list'];
/** One application after the other; to override is to ask the MLRO. Publishing the flow itself is not the analyst's. */
const reviewsApplications = [
  ...['approve', 'reject', 'ask', 'recheck', 'override', 'start', 'save_step', 'submit'],
  ...['attach_document', 'detach_document'],
].map((verb) => `onboarding.application.${verb}`);
/** Talks with clients, and keeps what was said. */
const talks = ['support.contact.*', 'support.conversation.*', 'support.macro.list', 'support.macro.fill'];
const readsClients = [
  ...['read:clients.*', 'read:documents.*', 'read:onboarding.*', 'read:trading.*', 'read:audit.*'],
  'read:notifications.*',
];

/** Real jobs of a brokerage. A tenant edits its copies; these are what a new tenant begins with. */
export const rolePresets: readonly RolePreset[] = [
  {
    key: 'administrator',
    name: 'Administrator',
    about: 'Settings, staff and rights. Sees everything, moves no money and decides no identity.',
    grants: [
      'tenancy.*',
      'access.*',
      'policy.*',
      'work.*',
      'audit.*',
      'webhooks.*',
      'notifications.*',
      'migration.*',
      'read:*',
      'sensitive.contact',
      'clients.owner.*',
      'onboarding.flow.*',
    ],
    rowScope: 'all',
  },
  {
    key: 'support',
    name: 'Support',
    about: 'Answers clients. Sees their journey, not their money decisions.',
    grants: [
      ...inbox,
      ...readsClients,
      'read:payments.*',
      'support.*',
      'documents.document.upload',
      'documents.document.record_upload',
      // Without the class of documents: what clients attach to messages, nothing of their identity.
      'documents.document.view',
      'clients.contact.*',
      'identity.impersonation.start',
      'sensitive.contact',
      'clients.field.reveal',
      'clients.tag.set',
      'clients.client.register',
      'clients.consent.record',
      'clients.email.change',
    ],
    rowScope: 'all',
  },
  {
    key: 'kyc_analyst',
    name: 'KYC analyst',
    about: 'Reviews applications, documents and first-line screening.',
    grants: [
      ...inbox,
      ...readsClients,
      'read:screening.*',
      'read:cases.*',
      ...reviewsApplications,
      'onboarding.risk.set',
      'onboarding.verification.expire',
      'documents.*',
      'screening.hit.review',
      ...talks,
      'sensitive.contact',
      'sensitive.identity',
      'sensitive.document',
      'sensitive.address_of_access',
      'clients.field.reveal',
      'clients.duplicate.*',
      'clients.contact.*',
      'clients.email.change',
    ],
    rowScope: 'all',
  },
  {
    key: 'mlro',
    name: 'MLRO',
    about: 'Money laundering reporting officer: cases, holds, final screening decisions, restricted reasons.',
    grants: [
      ...inbox,
      'read:*',
      'work.approval.*',
      'onboarding.*',
      'documents.*',
      'screening.*',
      'cases.*',
      'clients.hold.*',
      'support.contact.*',
      'audit.*',
      'sensitive.contact',
      'sensitive.identity',
      'sensitive.document',
      'sensitive.card',
      'sensitive.address_of_access',
      'sensitive.restricted_reason',
      'clients.tier.*',
      'clients.verification.*',
      'clients.field.reveal',
      'clients.person.*',
      'clients.duplicate.*',
      'clients.relationship.*',
      'clients.category.*',
      'notifications.words.*',
    ],
    rowScope: 'all',
  },
  {
    key: 'cashier',
    name: 'Cashier',
    about: 'Works deposits and withdrawals; does not release them alone.',
    grants: [
      ...inbox,
      ...readsClients,
      'read:payments.*',
      'read:ledger.*',
      'read:reconciliation.*',
      'payments.deposit.*',
      'support.contact.*',
      'sensitive.contact',
      'sensitive.card',
      'payments.instrument.*',
      'payments.withdrawal.cancel',
      'payments.dispute.collect',
      'payments.dispute.contest',
      'clients.field.reveal',
    ],
    rowScope: 'all',
  },
  {
    key: 'finance_head',
    name: 'Head of finance',
    about: 'Releases money, owns the books and reconciliation.',
    grants: [
      ...inbox,
      ...readsClients,
      'work.approval.*',
      'payments.*',
      'ledger.*',
      'reconciliation.*',
      'read:reporting.*',
      'read:risk.*',
      'support.contact.*',
      'sensitive.contact',
      'sensitive.card',
      'sensitive.document',
      'clients.field.reveal',
    ],
    rowScope: 'all',
  },
  {
    key: 'dealer',
    name: 'Dealer',
    about: 'Watches exposure and platforms during the trading day.',
    grants: [
      ...inbox,
      ...readsClients,
      'read:risk.*',
      'read:ledger.*',
      'trading.account.*',
      'trading.drift.*',
      'trading.operation.hurry',
    ],
    rowScope: 'all',
  },
  {
    key: 'head_of_dealing',
    name: 'Head of dealing',
    about: 'Owns routing, terms, groups and exceptions on the platforms.',
    grants: [
      ...inbox,
      ...readsClients,
      'work.approval.*',
      'trading.*',
      'risk.*',
      'read:ledger.*',
      'read:reporting.*',
      'support.contact.*',
      'clients.close.suspend',
    ],
    rowScope: 'all',
  },
  {
    key: 'sales',
    name: 'Sales',
    about: 'Leads and first deposits of own clients.',
    grants: [
      ...inbox,
      'read:clients.*',
      'read:onboarding.*',
      'read:acquisition.*',
      'acquisition.lead.*',
      ...talks,
      'sensitive.contact',
      'clients.tag.set',
      'clients.client.register',
      'clients.consent.record',
    ],
    rowScope: 'own',
  },
  {
    key: 'retention',
    name: 'Retention',
    about: 'Keeps funded clients of the team active.',
    grants: [
      ...inbox,
      'read:clients.*',
      'read:trading.*',
      'read:payments.*',
      'engagement.*',
      ...talks,
      'sensitive.contact',
      'clients.tag.set',
      'clients.consent.record',
      // Within the team only: its row scope says which clients.
      'clients.owner.*',
    ],
    rowScope: 'team',
  },
  {
    key: 'ib_manager',
    name: 'IB manager',
    about: 'Introducing brokers, their trees, terms and payouts.',
    grants: [
      ...inbox,
      'read:clients.*',
      'read:trading.*',
      'read:acquisition.*',
      'partners.*',
      'support.contact.*',
      'sensitive.contact',
      'clients.introducer.assign',
    ],
    rowScope: 'desk',
  },
  {
    key: 'marketing',
    name: 'Marketing',
    about: 'Campaigns, sources and segments; no single client.',
    grants: [
      'work.view.*',
      'notifications.words.*',
      'read:acquisition.*',
      'acquisition.campaign.*',
      'engagement.campaign.*',
      'read:engagement.*',
    ],
    rowScope: 'all',
  },
  {
    key: 'auditor',
    name: 'Auditor',
    about: 'Reads everything until a date.',
    grants: ['read:*', 'audit.trail.export'],
    rowScope: 'all',
    isExclusive: true,
    mustEnd: true,
  },
];

/** Staff of the platform itself. */
export const platformPresets: readonly RolePreset[] = [
  {
    key: 'administrator',
    name: 'Platform administrator',
    about: 'Vets tenants, opens break-glass, runs the console.',
    grants: ['tenancy.*', 'access.*', 'work.*', 'audit.*', 'policy.*', 'read:*'],
    rowScope: 'all',
  },
  {
    key: 'support',
    name: 'Platform support',
    about: 'Sees tenants and their health.',
    grants: [...inbox, 'read:tenancy.*', 'read:audit.*'],
    rowScope: 'all',
  },
];
