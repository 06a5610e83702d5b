import type { Id } from '@/server/kernel/ids';
import type { Read } from '@/server/kernel/uow';
import { balanceOf, debt } from '@/server/modules/ledger';
import { type LegPlan, planLegs, type Returnable } from './calc';
import type { Payee } from './client-facts';
import { chargesOfClient, depositTotals, knowsDevice } from './repository/deposits';
import { type InstrumentRow, instrumentById, velocity, type WithdrawalRow } from './repository/withdrawals';

export type CheckResult = 'pass' | 'warn' | 'fail';
export type Check = {
  readonly name: string;
  readonly result: CheckResult;
  readonly facts: Readonly<Record<string, unknown>>;
};

/** Card schemes take refunds for about a year after the charge (payments reference 6.2). */
const refundWindowDays = 365;
const velocityMax = { count: 5, hours: 24 };

export async function returnables(read: Read, clientId: Id<'client'>): Promise<Returnable[]> {
  const rows = await chargesOfClient(read, clientId);
  return rows.map(({ charge }) => ({
    connectionId: charge.connectionId,
    chargeId: charge.pspChargeId,
    attemptId: charge.attemptId,
    instrumentId: charge.instrumentId,
    left: { minor: charge.receivedMinor - charge.refundedMinor, asset: charge.asset },
    at: charge.at,
    refundWindowDays,
  }));
}

export type Examined = {
  readonly checks: readonly Check[];
  readonly plan: LegPlan;
  readonly payout: InstrumentRow | null;
  readonly daysSinceFirstDeposit: bigint;
  readonly isNewDevice: boolean;
};

/** Every automatic check of a withdrawal with the inputs it saw. A failed check sends to review; it never refuses by itself. */
export async function examine(read: Read, row: WithdrawalRow, payee: Payee): Promise<Examined> {
  const amount = { minor: row.amountMinor, asset: row.asset };
  const [charges, payout, recent, totals, owed] = await Promise.all([
    returnables(read, row.clientId),
    row.payoutInstrumentId ? instrumentById(read, row.payoutInstrumentId) : null,
    velocity(read, row.clientId, row.asset, velocityMax.hours, row.id),
    depositTotals(read, row.clientId, row.asset),
    balanceOf(read, debt({ client: row.clientId, entity: row.entityId }, row.asset)),
  ]);
  const plan = planLegs(amount, charges, row.requestedAt, payout !== null);
  const isNewDevice = row.deviceId !== null && !(await knowsDevice(read, row.clientId, row.deviceId));
  const daysSinceFirstDeposit = totals.firstAt
    ? BigInt(Math.floor((read.now.getTime() - totals.firstAt.getTime()) / 86_400_000))
    : -1n;
  const check = (name: string, result: CheckResult, facts: Record<string, unknown>): Check => ({ name, result, facts });
  const checks = [
    check('verification', payee.verification === 'approved' ? 'pass' : 'fail', {
      verification: payee.verification,
      tier: payee.tier,
    }),
    check(
      'capability',
      payee.withdraw.state === 'allowed' ? 'pass' : payee.withdraw.state === 'denied' ? 'fail' : 'warn',
      { state: payee.withdraw.state, reasons: payee.withdraw.reasons },
    ),
    check('return_to_source', plan.needsBankAccount ? 'fail' : 'pass', {
      legs: plan.legs.map((leg) => ({ kind: leg.kind, minor: leg.amount.minor, asset: leg.amount.asset })),
      needsBankAccount: plan.needsBankAccount,
    }),
    check(
      'payee_name',
      !plan.legs.some((leg) => leg.kind === 'bank') || payout?.ownership === 'own_name'
        ? 'pass'
        : payout?.ownership === 'third_party'
          ? 'fail'
          : 'warn',
      {
        ownership: payout?.ownership ?? null,
        why: payout?.ownershipWhy ?? null,
      },
    ),
    check('velocity', recent.count >= velocityMax.count ? 'warn' : 'pass', {
      lastDay: recent.count,
      amount: { minor: recent.minor, asset: row.asset },
    }),
    check('device', isNewDevice ? 'warn' : 'pass', { isNewDevice }),
    check('debt', owed.posted.minor < 0n ? 'fail' : 'pass', {
      owed: { minor: -owed.posted.minor, asset: row.asset },
    }),
    check('age_of_funds', daysSinceFirstDeposit >= 0n && daysSinceFirstDeposit < 1n ? 'warn' : 'pass', {
      daysSinceFirstDeposit,
    }),
  ];
  return { checks, plan, payout, daysSinceFirstDeposit, isNewDevice };
}

export const namesWith = (checks: readonly Check[], result: CheckResult): string[] =>
  checks.filter((one) => one.result === result).map((one) => one.name);
