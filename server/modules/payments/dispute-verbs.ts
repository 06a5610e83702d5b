import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { type Money, MoneySchema, toJson } from '@/server/kernel/money';
import type { Uow } from '@/server/kernel/uow';
import { command, query } from '@/server/kernel/verb';
import { closeWork } from '@/server/kernel/work';
import { releaseHoldOn, requireVisible } from '@/server/modules/clients';
import { collectDebt, owedBy, writeOffDebt } from './dispute-money';
import {
  type DisputeRow,
  lockDisputeById,
  lockLostWithHold,
  quietDisputes,
  updateDispute,
} from './repository/disputes';

/** Claims to be asked about again, because a webhook may have been lost. */
export const quietDisputeIds = query({
  name: 'payments.dispute.list_quiet',
  actors: ['job'],
  input: z.object({ seconds: z.number().int().min(0).default(3_600) }),
  output: z.array(z.object({ connectionId: idSchema('connection'), pspId: z.string() })),
  run: async (read, { seconds }) => {
    const rows = await quietDisputes(read, new Date(read.now.getTime() - seconds * 1_000));
    return rows.map(({ connectionId, pspId }) => ({ connectionId, pspId }));
  },
});

async function lostDispute(uow: Uow, id: DisputeRow['id'], verb: string): Promise<DisputeRow> {
  const row = found(await lockDisputeById(uow, id), 'dispute_not_found');
  await requireVisible(uow, row.clientId, verb);
  if (row.state !== 'lost') throw new Refusal('conflict', 'dispute_not_lost', { params: { state: row.state } });
  return row;
}

/** The debt is gone, one way or the other: nothing stands between the client and his withdrawals any more. */
async function endIfPaid(uow: Uow, row: DisputeRow, outcome: string): Promise<void> {
  if ((await owedBy(uow, row)).minor > 0n) return;
  await closeWork(uow, row.id, outcome);
  if (!row.holdId) return;
  await releaseHoldOn(uow, row.holdId, `chargeback debt ${outcome}`);
  await updateDispute(uow, row.id, { holdId: null });
}

const trace = (row: DisputeRow, amount: Money) => ({
  object: { type: 'dispute', id: row.id },
  thread: row.depositId,
  client: row.clientId,
  facts: { amount: toJson(amount) },
});

const Ref = z.object({ id: idSchema('dispute') });

/** Takes from the wallet what it has got since the chargeback. */
export const collectDisputeDebt = command({
  name: 'payments.dispute.collect',
  actors: ['staff'],
  auditRefusal: true,
  input: Ref,
  output: z.object({ collected: MoneySchema }),
  run: async (uow, { id }) => {
    const row = await lostDispute(uow, id, 'payments.dispute.collect');
    const collected = await collectDebt(uow, row);
    if (collected.minor === 0n) throw new Refusal('rejected', 'nothing_to_collect');
    uow.audit(trace(row, collected));
    const now = { ...row, bookings: row.bookings + 1 };
    await updateDispute(uow, id, { bookings: now.bookings });
    await endIfPaid(uow, now, 'collected');
    return { collected };
  },
});

/** A wallet has paid by itself what its owner owed: what stood in his way goes, and the work with it. */
export const closeCollected = command({
  name: 'payments.dispute.close_collected',
  actors: ['job'],
  input: z.object({ clientId: idSchema('client') }),
  output: z.object({}),
  run: async (uow, { clientId }) => {
    const rows = await lockLostWithHold(uow, clientId);
    for (const row of rows) await endIfPaid(uow, row, 'collected');
    uow.audit({ object: { type: 'client', id: clientId }, client: clientId, facts: { claims: rows.length } });
    return {};
  },
});

/** A loss of the house, agreed by a second person. */
export const writeOffDispute = command({
  name: 'payments.dispute.write_off',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: Ref.extend({ reason: z.string().trim().min(4).max(500) }),
  output: z.object({ writtenOff: MoneySchema }),
  approval: async (uow, { id, reason }) => {
    const row = await lostDispute(uow, id, 'payments.dispute.write_off');
    const owed = await owedBy(uow, row);
    if (owed.minor === 0n) throw new Refusal('rejected', 'nothing_to_write_off');
    return {
      needed: 1,
      decideGrant: 'payments.dispute.write_off',
      summary: `Write off a lost chargeback: ${reason}`,
      object: { type: 'dispute', id },
      client: row.clientId,
      stake: owed,
      policyVersion: 'dispute.write_off/1',
      checks: { state: row.state, owedMinor: owed.minor.toString() },
    };
  },
  run: async (uow, { id, reason }) => {
    const row = await lostDispute(uow, id, 'payments.dispute.write_off');
    const writtenOff = await writeOffDebt(uow, row);
    if (writtenOff.minor === 0n) throw new Refusal('rejected', 'nothing_to_write_off');
    const now = {
      ...row,
      bookings: row.bookings + 1,
      writtenOffMinor: row.writtenOffMinor + writtenOff.minor,
    };
    await updateDispute(uow, id, { bookings: now.bookings, writtenOffMinor: now.writtenOffMinor });
    uow.audit({ ...trace(row, writtenOff), reason });
    await endIfPaid(uow, now, 'written_off');
    return { writtenOff };
  },
});
