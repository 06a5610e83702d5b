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

const inbox = ['work.item.*', 'work.view.*', 'read:work.*'];
const readsClients = ['read:clients.*', 'read:documents.*', 'read:onboarding.*', 'read:trading.*', 'read:audit.*'];

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
      'migration.*',
      'read:*',
      'sensitive.contact',
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
      'clients.note.*',
      'clients.contact.*',
      'identity.impersonation.start',
      'sensitive.contact',
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
      'onboarding.*',
      'documents.*',
      'screening.hit.review',
      'clients.note.*',
      'sensitive.contact',
      'sensitive.identity',
      'sensitive.document',
      'sensitive.address_of_access',
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
      'clients.note.*',
      'clients.risk.*',
      'audit.*',
      'sensitive.contact',
      'sensitive.identity',
      'sensitive.document',
      'sensitive.card',
      'sensitive.address_of_access',
      'sensitive.restricted_reason',
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
      'payments.withdrawal.review',
      'payments.withdrawal.request_information',
      'payments.bank_account.*',
      'clients.note.*',
      'sensitive.contact',
      'sensitive.card',
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
      'clients.note.*',
      'sensitive.contact',
      'sensitive.card',
      'sensitive.document',
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
      'trading.connection.check',
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
      'clients.note.*',
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
      'clients.note.*',
      'sensitive.contact',
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
      'clients.note.*',
      'sensitive.contact',
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
      'clients.note.*',
      'sensitive.contact',
    ],
    rowScope: 'desk',
  },
  {
    key: 'marketing',
    name: 'Marketing',
    about: 'Campaigns, sources and segments; no single client.',
    grants: [
      'work.view.*',
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
    grants: ['read:*', 'audit.export.*'],
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
