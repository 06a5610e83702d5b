import type { Ctx } from '@/server/kernel/context';
import { listAudit } from '@/server/modules/audit';
import { listDisclosures } from '@/server/modules/disclosures';
import { listQueue } from '@/server/modules/onboarding';
import { listDeposits, listWithdrawals } from '@/server/modules/payments';
import { listConversations, listRequests } from '@/server/modules/support';
import { listAccounts, listDeals, listPositions } from '@/server/modules/trading';
import { listApprovals, listWork } from '@/server/modules/work';

type List = (ctx: Ctx, asked: never) => Promise<{ rows: readonly unknown[]; total: number | null }>;
type Queue = {
  readonly list: List;
  readonly sorts: readonly string[];
  readonly filters: Readonly<Record<string, object>>;
};

/** Each queue of the desk with the orders and filters its page offers. */
export const queues: Readonly<Record<string, Queue>> = {
  deposits: {
    list: listDeposits,
    sorts: ['createdAt', 'amount'],
    filters: {
      all: {},
      review: { states: ['in_review'] },
      open: { states: ['processing', 'in_review'] },
      'by reference': { reference: 'pi_4242' },
      'a client': {},
    },
  },
  withdrawals: {
    list: listWithdrawals,
    sorts: ['requestedAt', 'amount'],
    filters: {
      all: {},
      review: { states: ['in_review'] },
      paid: { states: ['paid'] },
      'by number': { reference: 'W-104242' },
    },
  },
  inbox: {
    list: listWork,
    sorts: ['dueAt', 'createdAt', 'priority'],
    filters: {
      team: { view: 'team' },
      mine: { view: 'mine' },
      everybody: { view: 'all' },
      overdue: { view: 'all', isOverdue: true },
      closed: { view: 'all', states: ['closed'] },
      'a kind': { view: 'all', kinds: ['break'] },
      "a team's": { view: 'all', inTeam: 'finance' },
    },
  },
  approvals: {
    list: listApprovals,
    sorts: ['createdAt'],
    filters: { waiting: {}, all: { states: ['waiting', 'approved', 'rejected'] } },
  },
  applications: {
    list: listQueue,
    sorts: ['stateSince', 'submittedAt', 'dueAt', 'riskScore'],
    filters: {
      all: {},
      review: { states: ['in_review'] },
      overdue: { isOverdue: true },
      renewals: { purpose: 'renewal' },
      'high risk': { risks: ['high'], states: ['in_review', 'checking'] },
    },
  },
  conversations: {
    list: listConversations,
    sorts: ['lastMessageAt', 'dueAt', 'openedAt'],
    filters: {
      all: {},
      waiting: { states: ['waiting'] },
      mine: { isMine: true },
      unassigned: { isUnassigned: true },
      'a topic': { topics: ['deposit'] },
    },
  },
  requests: {
    list: listRequests,
    sorts: ['openedAt', 'dueAt'],
    filters: { all: {}, open: { states: ['open'] }, 'a kind': { kinds: ['close_account'] } },
  },
  accounts: {
    list: listAccounts,
    sorts: ['createdAt', 'login', 'lastDealAt', 'driftSince', 'equity', 'floating'],
    filters: {
      all: {},
      drifting: { isDrifting: true },
      live: { environment: 'live' },
      'close only': { states: ['close_only'] },
      'a login': { login: '70042' },
    },
  },
  deals: {
    list: listDeals,
    sorts: ['at'],
    filters: {
      all: {},
      trades: { kind: 'trades' },
      money: { kind: 'money' },
      'a symbol': { symbol: 'XAUUSD' },
      'a ticket': { ticket: '900042424' },
    },
  },
  positions: {
    list: listPositions,
    sorts: [],
    filters: {
      all: {},
      live: { environment: 'live' },
      'a symbol': { symbol: 'XAUUSD' },
      'a ticket': { ticket: '800042424' },
    },
  },
  audit: {
    list: listAudit,
    sorts: ['at'],
    filters: { all: {}, 'without machinery': { technical: false }, 'an action': { action: 'payments.withdrawal' } },
  },
  disclosures: {
    list: listDisclosures,
    sorts: ['at', 'rows'],
    filters: { all: {}, exports: { kind: 'export' }, permits: { kind: 'permit' }, phones: { what: 'phone' } },
  },
};
