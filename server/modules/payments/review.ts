import { parkForApproval } from '@/server/kernel/approvals';
import { found, Refusal } from '@/server/kernel/errors';
import type { ApprovalNeed } from '@/server/kernel/registry';
import type { Uow } from '@/server/kernel/uow';
import { command } from '@/server/kernel/verb';
import { closeWork } from '@/server/kernel/work';
import { requireNoDebt } from '@/server/modules/ledger';
import { decide } from '@/server/modules/policy';
import { examine, namesWith } from './checks';
import { payeeFor } from './client-facts';
import { OneWithdrawal, WithdrawalRef } from './contract';
import { planIntoLegs } from './legs';
import { type WithdrawalRoute, withdrawalRoute } from './policy';
import { insertChecks, lastRun, lockWithdrawal, updateWithdrawal, type WithdrawalRow } from './repository/withdrawals';
import { giveBack, isCancellation, moveWithdrawal } from './withdrawal-moves';

type Verdict = {
  readonly route: WithdrawalRoute;
  readonly row: string | null;
  readonly version: string;
  readonly results: Readonly<Record<string, string>>;
};

/** Runs every check, stores what each saw, asks policy. At request and again at release, so that changes are seen. */
async function judge(uow: Uow, row: WithdrawalRow): Promise<Verdict> {
  const payee = await payeeFor(uow, row.clientId);
  const examined = await examine(uow, row, payee);
  const run = (await lastRun(uow, row.id)) + 1;
  await insertChecks(
    uow,
    examined.checks.map((check) => ({
      withdrawalId: row.id,
      run,
      name: check.name,
      result: check.result,
      facts: plain(check.facts),
      at: uow.now,
    })),
  );
  const decision = await decide(
    uow,
    withdrawalRoute,
    {
      amountMinor: row.amountMinor,
      tier: payee.tier,
      capability: payee.withdraw.state,
      onlyToSource: examined.plan.legs.every((leg) => leg.kind === 'refund'),
      failedChecks: namesWith(examined.checks, 'fail'),
      warnedChecks: namesWith(examined.checks, 'warn'),
      daysSinceFirstDeposit: examined.daysSinceFirstDeposit,
      isNewDevice: examined.isNewDevice,
    },
    { objectId: row.id, client: row.clientId },
  );
  const results = Object.fromEntries(examined.checks.map((check) => [check.name, check.result]));
  uow.audit({
    action: 'payments.withdrawal.checked',
    object: { type: 'withdrawal', id: row.id },
    thread: row.id,
    client: row.clientId,
    facts: { run, results, outcome: decision.outcome, row: decision.row, version: decision.version },
  });
  return { route: decision.outcome, row: decision.row, version: decision.version, results };
}

/** jsonb has no bigint: amounts inside facts become text, as everywhere in JSON. */
const plain = (facts: Readonly<Record<string, unknown>>): unknown =>
  JSON.parse(JSON.stringify(facts, (_name, value) => (typeof value === 'bigint' ? value.toString() : value)));

function needOf(row: WithdrawalRow, verdict: Verdict, approvers: number): ApprovalNeed {
  return {
    needed: approvers,
    decideGrant: 'payments.withdrawal.approve',
    summary: `Pay out ${row.number}`,
    object: { type: 'withdrawal', id: row.id },
    client: row.clientId,
    stake: { minor: row.amountMinor, asset: row.asset },
    policyVersion: `${verdict.version}/${verdict.row ?? 'default'}`,
    workedAs: 'withdrawal',
    checks: verdict.results,
  };
}

/** From held money to a decision: by itself, by people, or back home. */
export async function startReview(uow: Uow, row: WithdrawalRow): Promise<WithdrawalRow> {
  const verdict = await judge(uow, row);
  const policy = { policyRow: verdict.row, policyVersion: verdict.version };
  switch (verdict.route.kind) {
    case 'auto':
      return release(uow, { ...row, ...policy }, policy);
    case 'reject':
      return giveBack(uow, row, { event: 'reject', reason: verdict.route.reason, isRestricted: false });
    case 'review': {
      const needed = verdict.route.approvers;
      const approvalId = await parkForApproval(
        uow,
        releaseWithdrawal.spec.name,
        { id: row.id },
        needOf(row, verdict, needed),
      );
      return moveWithdrawal(uow, row, 'park', { ...policy, needed, approvalId });
    }
  }
}

async function release(uow: Uow, row: WithdrawalRow, set: Partial<WithdrawalRow>): Promise<WithdrawalRow> {
  const approved = await moveWithdrawal(
    uow,
    row,
    'release',
    { ...set, approvedAt: uow.now },
    uow.approval ? { approvers: uow.approval.approvers } : { by: 'policy' },
  );
  await planIntoLegs(uow, approved);
  await closeWork(uow, row.id, 'approved', 'withdrawal');
  uow.emit({ name: 'payments/withdrawal.approved', data: { withdrawalId: row.id, clientId: row.clientId } });
  return approved;
}

/**
 * The parked half: runs only as the replay of an approved request. Checks run again first; if policy now wants more people than
 * have agreed, the kernel refuses the last approval and says so.
 */
export const releaseWithdrawal = command({
  name: 'payments.withdrawal.release',
  actors: ['client', 'staff', 'job'],
  ownAccount: true, // the requester need not hold the approvers' grant
  auditRefusal: true,
  input: OneWithdrawal,
  output: WithdrawalRef,
  approval: async (uow, { id }) => {
    const row = found(await lockWithdrawal(uow, id), 'withdrawal_not_found');
    if (row.state !== 'in_review')
      throw new Refusal('conflict', 'withdrawal_not_in_review', { params: { state: row.state } });
    if (!uow.approval) throw new Refusal('forbidden', 'approvals_only');
    await requireNoDebt(uow, row.clientId);
    const verdict = await judge(uow, row);
    if (verdict.route.kind === 'reject') throw new Refusal('rejected', verdict.route.reason);
    return verdict.route.kind === 'review' ? needOf(row, verdict, verdict.route.approvers) : null;
  },
  rejected: async (uow, { id }, why) => {
    const row = found(await lockWithdrawal(uow, id), 'withdrawal_not_found');
    if (row.state !== 'in_review') return;
    await giveBack(uow, row, {
      event: isCancellation(why.reason) ? 'cancel' : 'reject',
      reason: why.expired ? 'approval_expired' : why.reason,
      isRestricted: false,
    });
  },
  run: async (uow, { id }) => {
    const row = found(await lockWithdrawal(uow, id), 'withdrawal_not_found');
    const approved = await release(uow, row, {});
    await updateWithdrawal(uow, id, { needed: uow.approval?.approvers.length ?? row.needed });
    return { id, state: approved.state };
  },
});
