import { found } from '@/server/kernel/errors';
import type { Read } from '@/server/kernel/uow';
import { query } from '@/server/kernel/verb';
import { requireVisible, visibleClients } from '@/server/modules/clients';
import { setsOfThread } from '@/server/modules/ledger';
import { DisputeDetail, DisputeId, DisputePage, DisputeView, ListDisputes } from './dispute-contract';
import { owedBy } from './dispute-money';
import { type ListedDispute, oneDispute, pageOfDisputes } from './repository/dispute-lists';

const disputeView = async (read: Read, { dispute: row, depositNumber, clientName }: ListedDispute) =>
  DisputeView.parse({
    ...row,
    depositNumber,
    clientName,
    amount: { minor: row.amountMinor, asset: row.asset },
    withdrawn: { minor: row.withdrawnMinor, asset: row.asset },
    writtenOff: { minor: row.writtenOffMinor, asset: row.asset },
    owed: await owedBy(read, row),
  });

export const listDisputes = query({
  name: 'payments.dispute.list',
  actors: ['staff', 'apiKey', 'job'],
  input: ListDisputes,
  output: DisputePage,
  run: async (read, { clientId, depositId, reference, states, isUnanswered, ...page }) => {
    if (clientId) await requireVisible(read, clientId, 'payments.dispute.list');
    const filter = {
      clientId: clientId ?? null,
      depositId: depositId ?? null,
      reference: reference ?? null,
      states: states ?? null,
      isUnanswered: isUnanswered ?? false,
    };
    const result = await pageOfDisputes(read, page, filter, visibleClients(read, 'payments.dispute.list'));
    return { ...result, rows: await Promise.all(result.rows.map((row) => disputeView(read, row))) };
  },
});

/** One claim as finance works it: what was taken, what was told the card bank, what the books say, what is owed. */
export const readDispute = query({
  name: 'payments.dispute.read',
  actors: ['staff'],
  input: DisputeId,
  output: DisputeDetail,
  run: async (read, { id }) => {
    const listed = found(await oneDispute(read, id), 'dispute_not_found');
    const { dispute: row } = listed;
    await requireVisible(read, row.clientId, 'payments.dispute.read');
    const [view, sets] = await Promise.all([disputeView(read, listed), setsOfThread(read, row.depositId)]);
    return {
      ...view,
      vendor: listed.vendor,
      chargeId: row.pspChargeId,
      statement: row.statement,
      answeredAt: row.answeredAt,
      isHeld: row.holdId !== null,
      // One deposit may be claimed more than once; each booking names its claim.
      postings: sets
        .filter(({ reference }) => reference.startsWith(`dispute/${id}/`))
        .map(({ id: set, recipe, recordedAt, transfers }) => ({ id: set, recipe, at: recordedAt, transfers })),
    };
  },
});
