import { z } from 'zod';
import { found } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { type Money, MoneySchema } from '@/server/kernel/money';
import type { Uow } from '@/server/kernel/uow';
import { query } from '@/server/kernel/verb';
import { raiseWork } from '@/server/kernel/work';
import { post, recipes } from '@/server/modules/ledger';
import { addRefunded } from './repository/deposits';
import { type LegRow, legById, type WithdrawalRow, withdrawalById } from './repository/withdrawals';

export const amountOf = (row: { amountMinor: bigint; asset: string }): Money => ({
  minor: row.amountMinor,
  asset: row.asset,
});
export const pocketOf = (row: WithdrawalRow) => (row.sourceAccountId ? ('in_transit' as const) : ('wallet' as const));
export const viaOf = (row: WithdrawalRow, leg: LegRow) => ({
  client: row.clientId,
  entity: row.entityId,
  connection: leg.connectionId,
});

/** What had reached its destination comes back: from where it lies now into the pocket it left, and from there home. */
export async function bookReturn(uow: Uow, withdrawal: WithdrawalRow, leg: LegRow): Promise<void> {
  const [via, amount, pocket] = [viaOf(withdrawal, leg), amountOf(leg), pocketOf(withdrawal)];
  await post(uow, {
    ...wayBack(leg, via, amount, pocket),
    thread: withdrawal.id,
    client: withdrawal.clientId,
    reference: `leg/${leg.id}/returned`,
  });
  if (leg.kind === 'refund' && leg.pspChargeId)
    await addRefunded(uow, leg.connectionId, leg.pspChargeId, -leg.amountMinor);
  await raiseWork(uow, {
    kind: 'payout_returned',
    object: { type: 'withdrawal', id: withdrawal.id },
    title: `${leg.kind === 'refund' ? 'The PSP' : 'The bank'} sent back a part of ${withdrawal.number}`,
    team: 'finance',
    client: withdrawal.clientId,
    priority: 1,
    stake: amount,
  });
  if (withdrawal.sourceAccountId)
    uow.emit({
      name: 'payments/leg.returning',
      data: { legId: leg.id, withdrawalId: withdrawal.id, tradingAccountId: withdrawal.sourceAccountId },
    });
}

function wayBack(leg: LegRow, via: ReturnType<typeof viaOf>, amount: Money, pocket: 'in_transit' | 'wallet') {
  // A refund nets against the PSP's next payment, so what comes back of it is still at the PSP.
  if (leg.kind === 'refund') return recipes.refundFailed(via, amount, pocket);
  return leg.state === 'settled'
    ? recipes.withdrawalReturned(via, amount, undefined, pocket)
    : recipes.withdrawalFailed(via, amount, pocket);
}

/** What the job that brings a returned leg back to its platform must know. */
export const legOrder = query({
  name: 'payments.leg.read_order',
  actors: ['job'],
  input: z.object({ legId: idSchema('leg') }),
  output: z.object({
    withdrawalId: idSchema('withdrawal'),
    clientId: idSchema('client'),
    amount: MoneySchema,
    state: z.string(),
    accountId: idSchema('tradingAccount').nullable(),
  }),
  run: async (read, { legId }) => {
    const leg = found(await legById(read, legId), 'leg_not_found');
    const row = found(await withdrawalById(read, leg.withdrawalId), 'withdrawal_not_found');
    const { id: withdrawalId, clientId, sourceAccountId: accountId } = row;
    return { withdrawalId, clientId, accountId, state: leg.state, amount: amountOf(leg) };
  },
});
