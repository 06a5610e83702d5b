import { z } from 'zod';
import { definePolicyPoint, fact, type PolicyRow } from '@/server/kernel/policy';

export const tiers = ['T0', 'T1', 'T2', 'T3', 'restricted'] as const;

const WithdrawalRoute = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('auto') }),
  z.object({ kind: z.literal('review'), approvers: z.number().int().min(1).max(3) }),
  z.object({ kind: z.literal('reject'), reason: z.string().max(60) }),
]);
export type WithdrawalRoute = z.output<typeof WithdrawalRoute>;

/** Amounts in minor units of the entity's base currency, converted at the day's rate where they differ. */
export const withdrawalRoute = definePolicyPoint({
  name: 'payments.withdrawal.route',
  purpose: 'withdrawal',
  facts: {
    amountMinor: fact.int('Amount, minor units'),
    tier: fact.oneOf('Risk tier', tiers),
    capability: fact.oneOf('Withdrawal capability of the client', ['allowed', 'limited', 'reviewed', 'denied']),
    onlyToSource: fact.bool('Everything goes back to where it came from'),
    failedChecks: fact.list('Names of checks that failed'),
    warnedChecks: fact.list('Names of checks that want a look'),
    daysSinceFirstDeposit: fact.int('Days since the first deposit'),
    isNewDevice: fact.bool('First request from this device'),
  },
  outcome: WithdrawalRoute,
  default: { kind: 'review', approvers: 2 },
});

/** Domain table 5.6: small amounts to the same source of a verified client go by themselves, all else is looked at by two. */
export const withdrawalRouteRows: readonly PolicyRow[] = [
  {
    id: 'blocked',
    when: { capability: 'capability == "denied"' },
    outcome: { kind: 'reject', reason: 'withdrawal_not_allowed' },
    note: 'Only a named hold denies a withdrawal.',
  },
  {
    id: 'restricted',
    when: { tier: 'tier == "restricted" || capability == "reviewed"' },
    outcome: { kind: 'review', approvers: 2 },
  },
  {
    id: 'checks',
    when: { failedChecks: 'size(failedChecks) > 0' },
    outcome: { kind: 'review', approvers: 2 },
    note: 'A failed check never rejects by itself.',
  },
  {
    id: 'small-to-source',
    when: {
      tier: 'tier == "T2" || tier == "T3"',
      amountMinor: 'amountMinor <= 50000',
      onlyToSource: 'onlyToSource',
      warnedChecks: 'size(warnedChecks) == 0',
      isNewDevice: '!isNewDevice',
    },
    outcome: { kind: 'auto' },
  },
  {
    id: 'verified-to-source',
    when: { tier: 'tier == "T2" || tier == "T3"', amountMinor: 'amountMinor <= 200000', onlyToSource: 'onlyToSource' },
    outcome: { kind: 'review', approvers: 1 },
  },
];

const DepositAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('accept') }),
  z.object({ kind: z.literal('review'), reason: z.string().max(60) }),
  z.object({ kind: z.literal('reject'), reason: z.string().max(60) }),
]);

/** Asked before the PSP is called: what is refused here never takes money. */
export const depositGate = definePolicyPoint({
  name: 'payments.deposit.gate',
  purpose: 'deposit',
  facts: {
    amountMinor: fact.int('Amount, minor units'),
    depositedMinor: fact.int('Deposited so far, same currency, minor units'),
    tier: fact.oneOf('Risk tier', tiers),
    capability: fact.oneOf('Deposit capability of the client', ['allowed', 'limited', 'reviewed', 'denied']),
    attemptsLastHour: fact.int('Attempts in the last hour'),
    capMinor: fact.int('Cap of the tier, minor units; -1 for none'),
  },
  outcome: DepositAnswer,
  default: { kind: 'accept' },
  onError: { kind: 'review', reason: 'policy_error' },
});

export const depositGateRows: readonly PolicyRow[] = [
  {
    id: 'blocked',
    when: { capability: 'capability == "denied"' },
    outcome: { kind: 'reject', reason: 'deposit_not_allowed' },
  },
  {
    id: 'burst',
    when: { attemptsLastHour: 'attemptsLastHour >= 10' },
    outcome: { kind: 'reject', reason: 'too_many_deposits' },
  },
  {
    id: 'cap',
    when: { capMinor: 'capMinor >= 0 && depositedMinor + amountMinor > capMinor' },
    outcome: { kind: 'reject', reason: 'deposit_cap_of_tier' },
  },
];
