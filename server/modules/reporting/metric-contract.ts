import type { WorkTeam } from '@/server/kernel/work';
import { definitionOf, type LeakKey, leakKeys, leakOf } from './leak-contract';

/** A figure that a tile, a chart or a column shows. What it means is written here once; who shows it cites it. */
export type Metric = {
  readonly name: string;
  readonly definition: string;
  /** Tables and condition, as close to the statement as a reader can use. */
  readonly source: string;
  readonly owner: WorkTeam;
  /** Whose day it is counted by: the entity's for money and promises, UTC where days are only compared. */
  readonly zone: 'entity' | 'UTC' | 'none';
};

const figures = {
  clients_by_stage: {
    name: 'Clients by stage',
    definition:
      'How many clients stand at each stage now: the furthest milestone of the four facets. Small: those of them registered in the last seven days.',
    source: 'client grouped by stage; registered_at within 7 days',
    owner: 'administration',
    zone: 'none',
  },
  money_in_flight: {
    name: 'Money in flight',
    definition:
      'Deposits and withdrawals that are begun and not over, by what they wait for. Amounts as requested, per currency, never added over currencies.',
    source: 'deposit.requested_minor, withdrawal.amount_minor by state',
    owner: 'finance',
    zone: 'none',
  },
  registered: {
    name: 'Registered',
    definition: 'Clients whose registration fell into the period. One person with two brands is two clients.',
    source: 'client.registered_at in the period',
    owner: 'sales',
    zone: 'entity',
  },
  verified: {
    name: 'Verified',
    definition:
      'Of those registered in the period, clients whose identity was approved at any time since; a later refusal does not undo it.',
    source: 'client.registered_at in the period and approved_at is not null',
    owner: 'onboarding',
    zone: 'entity',
  },
  funded: {
    name: 'Funded (FTD)',
    definition:
      'Of those registered in the period, clients with a first credited deposit at any time since. The first time deposit is counted once, on the day it is credited, never on the day it was asked for.',
    source: 'client.registered_at in the period and funded_at is not null',
    owner: 'sales',
    zone: 'entity',
  },
  trading: {
    name: 'Trading',
    definition: 'Of those registered in the period, clients with at least one deal on a live account.',
    source: 'client.registered_at in the period and min(trading_account.first_deal_at) where environment = live',
    owner: 'dealing',
    zone: 'entity',
  },
  client_result: {
    name: 'Client result',
    definition:
      'Profit, swap and commission of the deals of these clients on live accounts, realised. Minus is the client’s loss. Per currency of the account.',
    source:
      'report_result: sum(deal.profit_minor + swap_minor + commission_minor) of buys and sells, current and not deleted',
    owner: 'dealing',
    zone: 'UTC',
  },
  net_deposit: {
    name: 'Net deposit',
    definition:
      'Deposits that are credited, less withdrawals that are paid. Disputed, sent back and charged back deposits do not count; a withdrawal on its way does not count yet. Per currency.',
    source: 'sum(deposit.credited_minor where state = credited) − sum(withdrawal.amount_minor where state = paid)',
    owner: 'finance',
    zone: 'entity',
  },
  deposits: {
    name: 'Deposits',
    definition: 'What clients were credited, on the day it was credited, and is credited still. Per currency.',
    source: 'sum(deposit.credited_minor) where state = credited, by credited_at',
    owner: 'finance',
    zone: 'entity',
  },
  withdrawals: {
    name: 'Withdrawals',
    definition: 'What was paid to clients, on the day it was paid. Per currency.',
    source: 'sum(withdrawal.amount_minor) where state = paid, by closed_at',
    owner: 'finance',
    zone: 'entity',
  },
  active_clients: {
    name: 'Active clients',
    definition:
      'Clients with at least one trade on a live account in the period. Logging in or holding a position is not activity.',
    source: 'count(distinct report_result.client_id) by at',
    owner: 'dealing',
    zone: 'UTC',
  },
  approval_time: {
    name: 'Time to approval',
    definition:
      'From the application being sent to its decision, of those decided in the period: the middle one, and the one that nine in ten stay below. Includes nights, weekends and waiting for the provider.',
    source: 'application.decided_at − submitted_at, by decided_at',
    owner: 'onboarding',
    zone: 'entity',
  },
  payout_time: {
    name: 'Time to payout',
    definition:
      'From the request of a withdrawal to its payment, of those paid in the period: median and ninetieth percentile.',
    source: 'withdrawal.closed_at − requested_at where state = paid, by closed_at',
    owner: 'finance',
    zone: 'entity',
  },
  retention: {
    name: 'Cohort retention',
    definition:
      'Of the clients funded for the first time in a month, the share that made a live trade in each month after. The month of funding is month 0.',
    source: 'client.funded_at by month; deal.at by month',
    owner: 'sales',
    zone: 'UTC',
  },
  staff_load: {
    name: 'Staff load',
    definition:
      'Work items each member of staff holds now, how many of them are over their time, and how many he closed in the period.',
    source: 'work_item by assignee_id: open states, due_at, closed_at',
    owner: 'administration',
    zone: 'entity',
  },
  promises_kept: {
    name: 'Promises kept',
    definition:
      'Work items with a promised time that ended in the period, in time or late. Time spent waiting for somebody outside does not count against it.',
    source: "work_clock where event in ('kept', 'late'); work_item.broken_at is not null and closed_at is null",
    owner: 'administration',
    zone: 'entity',
  },
  open_work: {
    name: 'Open work',
    definition: 'Work items that are open, claimed or escalated. Snoozed ones are not counted until they are back.',
    source: 'work_item.state in (open, claimed, escalated)',
    owner: 'administration',
    zone: 'none',
  },
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricKey = keyof typeof figures | `leak.${LeakKey}`;

const ofLeak = (key: LeakKey): Metric => {
  const leak = leakOf(key);
  return {
    name: leak.name,
    definition: definitionOf(leak),
    source: `report_passage where leak = ${key}`,
    owner: leak.team,
    zone: 'none',
  };
};

/** The registry: a figure without an entry here may not be shown. */
export const metrics = {
  ...figures,
  ...Object.fromEntries(leakKeys.map((key) => [`leak.${key}`, ofLeak(key)])),
} as Readonly<Record<MetricKey, Metric>>; // the keys are those two lists
