import { z } from 'zod';
import { found } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import type { Read } from '@/server/kernel/uow';
import { query } from '@/server/kernel/verb';
import { AuditEntryView, timelineOf } from '@/server/modules/audit';
import { requireVisible } from '@/server/modules/clients';
import { planLegs } from './calc';
import { returnables } from './checks';
import {
  CheckView,
  DepositPage,
  DepositView,
  ListDeposits,
  ListWithdrawals,
  WithdrawalDetail,
  WithdrawalPage,
  type WithdrawalView,
} from './contract';
import { labelOf } from './instruments';
import {
  type ListedDeposit,
  type ListedWithdrawal,
  oneDeposit,
  oneWithdrawal,
  pageOfDeposits,
  pageOfWithdrawals,
  vendorNames,
} from './repository/lists';
import { checksOf, instrumentsOf, legsOf } from './repository/withdrawals';

export const depositView = ({ deposit, instrument, vendor, clientName }: ListedDeposit): DepositView => ({
  id: deposit.id,
  number: deposit.number,
  clientId: deposit.clientId,
  clientName,
  requested: { minor: deposit.requestedMinor, asset: deposit.asset },
  credited: deposit.creditedMinor === null ? null : { minor: deposit.creditedMinor, asset: deposit.asset },
  state: deposit.state,
  reason: deposit.reason,
  method: instrument ? labelOf(instrument) : null,
  vendor,
  createdAt: deposit.createdAt,
  creditedAt: deposit.creditedAt,
});

/** Clients see their own, staff those of the clients they reach. */
async function reach(read: Read, verb: string, clientId: z.output<typeof ListDeposits>['clientId']) {
  if (read.actor.kind === 'client') return { clientId: found(read.actor.clientId, 'client_not_found') };
  if (clientId) await requireVisible(read, clientId, verb);
  return { clientId: clientId ?? null };
}

export const listDeposits = query({
  name: 'payments.deposit.list',
  actors: ['client', 'staff'],
  input: ListDeposits,
  output: DepositPage,
  run: async (read, { clientId, reference, state, states, ...page }) => {
    const who = await reach(read, 'payments.deposit.list', clientId);
    const filter = {
      clientId: who.clientId,
      reference: reference ?? null,
      states: states ?? (state ? [state] : null),
    };
    const result = await pageOfDeposits(read, page, filter, 'payments.deposit.list');
    return { ...result, rows: result.rows.map(depositView) };
  },
});

export const readDeposit = query({
  name: 'payments.deposit.read',
  actors: ['client', 'staff'],
  input: z.object({ id: idSchema('deposit') }),
  output: DepositView,
  run: async (read, { id }) => {
    const listed = found(await oneDeposit(read, id), 'deposit_not_found');
    const who = await reach(read, 'payments.deposit.read', listed.deposit.clientId);
    if (who.clientId !== listed.deposit.clientId) found(null, 'deposit_not_found');
    return depositView(listed);
  },
});

const withdrawalView = ({ withdrawal: row, clientName, approvals }: ListedWithdrawal): WithdrawalView => ({
  id: row.id,
  number: row.number,
  clientId: row.clientId,
  clientName,
  amount: { minor: row.amountMinor, asset: row.asset },
  state: row.state,
  // The contract masks this for whoever may not know; the client always reads the public word.
  reason: row.reasonIsRestricted ? row.reason : null,
  publicReason: row.reasonIsRestricted ? 'under_review' : row.reason,
  sourceLogin: row.sourceLogin,
  needed: row.needed,
  approvals,
  approvalId: row.approvalId,
  policyRow: row.policyRow,
  policyVersion: row.policyVersion,
  requestedAt: row.requestedAt,
  approvedAt: row.approvedAt,
  closedAt: row.closedAt,
});

export const listWithdrawals = query({
  name: 'payments.withdrawal.list',
  actors: ['client', 'staff'],
  input: ListWithdrawals,
  output: WithdrawalPage,
  run: async (read, { clientId, reference, states, ...page }) => {
    const who = await reach(read, 'payments.withdrawal.list', clientId);
    const filter = { clientId: who.clientId, reference: reference ?? null, states: states ?? null };
    const result = await pageOfWithdrawals(read, page, filter, 'payments.withdrawal.list');
    return { ...result, rows: result.rows.map(withdrawalView) };
  },
});

export const readWithdrawal = query({
  name: 'payments.withdrawal.read',
  actors: ['client', 'staff'],
  input: z.object({ id: idSchema('withdrawal') }),
  output: WithdrawalDetail,
  run: async (read, { id }) => {
    const listed = found(await oneWithdrawal(read, id), 'withdrawal_not_found');
    const { withdrawal } = listed;
    await reach(read, 'payments.withdrawal.read', withdrawal.clientId);
    if (read.actor.kind === 'client' && read.actor.clientId !== withdrawal.clientId)
      found(null, 'withdrawal_not_found');
    const [checks, legs, instruments, charges] = await Promise.all([
      read.actor.kind === 'staff' ? checksOf(read, id) : [],
      legsOf(read, id),
      instrumentsOf(read, withdrawal.clientId),
      returnables(read, withdrawal.clientId),
    ]);
    const vendors = await vendorNames(read);
    const labels = new Map(instruments.map((row) => [row.id, labelOf(row)]));
    const planned =
      legs.length > 0
        ? []
        : planLegs(
            { minor: withdrawal.amountMinor, asset: withdrawal.asset },
            charges,
            withdrawal.requestedAt,
            withdrawal.payoutInstrumentId !== null,
          ).legs;
    return {
      ...withdrawalView(listed),
      checks: checks.map((row) => CheckView.parse(row)),
      legs: legs.map((leg) => ({
        id: leg.id,
        kind: leg.kind === 'refund' ? ('refund' as const) : ('bank' as const),
        amount: { minor: leg.amountMinor, asset: leg.asset },
        state: leg.state,
        instrument: leg.instrumentId ? (labels.get(leg.instrumentId) ?? null) : null,
        vendor: vendors.get(leg.connectionId) ?? '',
        pspId: read.actor.kind === 'staff' ? leg.pspId : null,
        problem: read.actor.kind === 'staff' && typeof leg.problem === 'string' ? leg.problem : null,
        sentAt: leg.sentAt,
        settledAt: leg.settledAt,
      })),
      plan: planned.map((leg) => ({
        kind: leg.kind,
        amount: leg.amount,
        to:
          leg.kind === 'refund'
            ? (labels.get(leg.to.instrumentId ?? 'ins_') ?? 'card')
            : (labels.get(withdrawal.payoutInstrumentId ?? 'ins_') ?? 'bank account to be named'),
      })),
    };
  },
});

/** Who approved, which checks ran, what changed and why: one story, each entry with its place in the sealed log. */
export const withdrawalTimeline = query({
  name: 'payments.withdrawal.timeline',
  actors: ['client', 'staff'],
  input: z.object({ id: idSchema('withdrawal') }),
  output: z.array(AuditEntryView),
  run: async (read, { id }) => {
    const { withdrawal } = found(await oneWithdrawal(read, id), 'withdrawal_not_found');
    await reach(read, 'payments.withdrawal.timeline', withdrawal.clientId);
    if (read.actor.kind === 'client' && read.actor.clientId !== withdrawal.clientId)
      found(null, 'withdrawal_not_found');
    const entries = await timelineOf(read, id, { limit: 200 });
    if (read.actor.kind === 'staff') return entries;
    // Clients see the steps of their own money, not who checked what inside the house.
    return entries
      .filter((entry) => entry.action.startsWith('payments.withdrawal.'))
      .map((entry) => ({
        ...entry,
        facts: null,
        changes: entry.changes.filter((change) => change.field === 'state'),
        actor: { kind: entry.actor.kind, name: entry.actor.kind === 'client' ? entry.actor.name : 'our team' },
      }));
  },
});
