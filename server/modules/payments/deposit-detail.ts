import { z } from 'zod';
import { found } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { money } from '@/server/kernel/money';
import { query } from '@/server/kernel/verb';
import { requireVisible } from '@/server/modules/clients';
import { setsOfThread } from '@/server/modules/ledger';
import { type DepositCheck, DepositDetail } from './deposit-contract';
import { labelOf } from './instruments';
import { depositView } from './queries';
import type { ChargeRow, DepositRow } from './repository/deposits';
import { attemptsOf, heldCharges, targetOf } from './repository/deposits';
import { oneDeposit, vendorNames } from './repository/lists';
import { instrumentsOf } from './repository/withdrawals';

type Instrument = Awaited<ReturnType<typeof instrumentsOf>>[number];

/** What decides whether money may reach the wallet by itself, read from what was received (deposit-outcome.ts asks the same). */
export function depositChecks(
  row: Pick<DepositRow, 'asset' | 'requestedMinor' | 'reason'>,
  charge: ChargeRow | undefined,
  instrument: Pick<Instrument, 'ownership' | 'ownershipWhy'> | undefined,
): DepositCheck[] {
  if (!charge) return [];
  const received = money(charge.receivedMinor, charge.asset);
  return [
    {
      name: 'currency',
      result: charge.asset === row.asset ? 'pass' : 'fail',
      facts: { asked: row.asset, received: charge.asset },
    },
    {
      name: 'amount',
      result: charge.receivedMinor === row.requestedMinor ? 'pass' : 'fail',
      facts: { asked: money(row.requestedMinor, row.asset), received },
    },
    {
      name: 'own_instrument',
      result: instrument?.ownership === 'own_name' ? 'pass' : instrument?.ownership === 'third_party' ? 'fail' : 'warn',
      facts: { ownership: instrument?.ownership ?? 'unknown', why: instrument?.ownershipWhy ?? null },
    },
    { name: 'client_may_deposit', result: row.reason === 'deposit_no_longer_allowed' ? 'fail' : 'pass', facts: {} },
  ];
}

/** A deposit as staff decide on it: each try at the PSP, what arrived, what was booked, and where it goes on to. */
export const readDepositDetail = query({
  name: 'payments.deposit.detail',
  actors: ['staff'],
  input: z.object({ id: idSchema('deposit') }),
  output: DepositDetail,
  run: async (read, { id }) => {
    const listed = found(await oneDeposit(read, id), 'deposit_not_found');
    const { deposit } = listed;
    await requireVisible(read, deposit.clientId, 'payments.deposit.detail');
    const [attempts, charges, vendors, instruments, postings, target] = await Promise.all([
      attemptsOf(read, id),
      heldCharges(read, id),
      vendorNames(read),
      instrumentsOf(read, deposit.clientId),
      setsOfThread(read, id),
      deposit.targetAccountId ? targetOf(read, id) : null,
    ]);
    const byId = new Map(instruments.map((row) => [row.id, row]));
    const [first] = charges;
    const paidWith = first?.instrumentId ? byId.get(first.instrumentId) : undefined;
    return {
      ...depositView(listed),
      checks: depositChecks(deposit, first, paidWith),
      attempts: attempts.map((row) => {
        const used = row.instrumentId ? byId.get(row.instrumentId) : undefined;
        const problem = row.problem as { class?: string; code?: string; text?: string } | null; // written by applyPaymentState
        return {
          ...row,
          vendor: vendors.get(row.connectionId) ?? '',
          instrument: used ? labelOf(used) : null,
          problem: problem ? [problem.class, problem.code ?? problem.text].filter(Boolean).join(': ') : null,
        };
      }),
      charges: charges.map((row) => ({
        id: row.pspChargeId,
        received: money(row.receivedMinor, row.asset),
        refunded: money(row.refundedMinor, row.asset),
        isSurplus: row.isSurplus,
        at: row.at,
      })),
      postings: postings.map(({ id: set, recipe, recordedAt, transfers }) => ({
        id: set,
        recipe,
        at: recordedAt,
        transfers,
      })),
      target,
      device: deposit.deviceId,
      ip: deposit.ip,
    };
  },
});
