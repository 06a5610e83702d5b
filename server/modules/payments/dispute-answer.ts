import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { type Money, toJson } from '@/server/kernel/money';
import type { Uow } from '@/server/kernel/uow';
import { command } from '@/server/kernel/verb';
import { closeWork, raiseWork } from '@/server/kernel/work';
import { findClient, requireVisible } from '@/server/modules/clients';
import { AcceptDispute, ContestDispute, DisputeAnswered, DisputeId } from './dispute-contract';
import { type DisputeRow, lockDisputeById, updateDispute } from './repository/disputes';
import { depositById } from './repository/orders';

const amountOf = (row: DisputeRow): Money => ({ minor: row.amountMinor, asset: row.asset });

const trace = (row: DisputeRow) => ({
  object: { type: 'dispute', id: row.id },
  thread: row.depositId,
  client: row.clientId,
});

/** A claim the card bank still listens to. It is answered once, and not after its deadline. */
async function answerable(uow: Uow, id: DisputeRow['id'], verb: string): Promise<DisputeRow> {
  const row = found(await lockDisputeById(uow, id), 'dispute_not_found');
  await requireVisible(uow, row.clientId, verb);
  if (row.answer) throw new Refusal('conflict', 'dispute_already_answered', { params: { answer: row.answer } });
  if (row.state !== 'open' && row.state !== 'inquiry')
    throw new Refusal('conflict', 'dispute_not_open', { params: { state: row.state } });
  if (row.respondBy && row.respondBy <= uow.now) throw new Refusal('conflict', 'dispute_deadline_passed');
  return row;
}

async function decide(uow: Uow, row: DisputeRow, answer: 'contested' | 'accepted', words: string) {
  await updateDispute(uow, row.id, {
    answer,
    statement: answer === 'contested' ? words : null,
    answeredAt: uow.now,
    answerTakenAt: null,
  });
  uow.audit({ ...trace(row), changes: { answer: [row.answer, answer] }, reason: words.slice(0, 500) });
  uow.emit({
    name: 'payments/dispute.answering',
    data: { disputeId: row.id, depositId: row.depositId, clientId: row.clientId },
  });
  return { id: row.id, answer };
}

/** Evidence is handed in once and for good; what is known of the payment goes with it. */
export const contestDispute = command({
  name: 'payments.dispute.contest',
  actors: ['staff'],
  auditRefusal: true,
  input: ContestDispute,
  output: DisputeAnswered,
  run: async (uow, { id, statement }) => {
    const row = await answerable(uow, id, 'payments.dispute.contest');
    return decide(uow, row, 'contested', statement);
  },
});

/** Giving up is giving away the claimed sum: a second person agrees. */
export const acceptDispute = command({
  name: 'payments.dispute.accept',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: AcceptDispute,
  output: DisputeAnswered,
  approval: async (uow, { id, reason }) => {
    const row = await answerable(uow, id, 'payments.dispute.accept');
    return {
      needed: 1,
      decideGrant: 'payments.dispute.accept',
      summary: `Give up a chargeback: ${reason}`,
      object: { type: 'dispute', id },
      client: row.clientId,
      stake: amountOf(row),
      policyVersion: 'dispute.accept/1',
      checks: { state: row.state, reason: row.reason, respondBy: row.respondBy?.toISOString() ?? null },
    };
  },
  run: async (uow, { id, reason }) => {
    const row = await answerable(uow, id, 'payments.dispute.accept');
    return decide(uow, row, 'accepted', reason);
  },
});

export const AnswerIntent = z.object({
  id: idSchema('dispute'),
  connectionId: idSchema('connection'),
  pspId: z.string(),
  answer: z.enum(['contested', 'accepted']),
  evidence: z.object({
    statement: z.string(),
    payerName: z.string(),
    payerEmail: z.string().nullable(),
    payerIp: z.string().nullable(),
    product: z.string(),
    deliveredOn: z.string().nullable(),
  }),
});

/** What the job tells the PSP; null when it was taken already. */
export const beginAnswer = command({
  name: 'payments.dispute.begin_answer',
  actors: ['job'],
  input: DisputeId,
  output: AnswerIntent.nullable(),
  run: async (uow, { id }) => {
    const row = found(await lockDisputeById(uow, id), 'dispute_not_found');
    const [client, deposit] = await Promise.all([findClient(uow, row.clientId), depositById(uow, row.depositId)]);
    const payer = found(client, 'client_not_found');
    const paid = found(deposit, 'deposit_not_found');
    uow.audit({ ...trace(row), facts: { answer: row.answer, amount: toJson(amountOf(row)) } });
    if (!row.answer || row.answerTakenAt) return null;
    return AnswerIntent.parse({
      ...row,
      evidence: {
        statement: row.statement ?? '',
        payerName: payer.displayName,
        payerEmail: payer.email,
        payerIp: paid.ip,
        product: `Funding of the client's own wallet, reference ${paid.number}`,
        deliveredOn: paid.creditedAt?.toISOString().slice(0, 10) ?? null,
      },
    });
  },
});

/** The PSP took it, or will not: then a person has to decide anew. */
export const recordAnswer = command({
  name: 'payments.dispute.record_answer',
  actors: ['job'],
  input: DisputeId.extend({ problem: z.string().nullable() }),
  output: z.object({ isTaken: z.boolean() }),
  run: async (uow, { id, problem }) => {
    const row = found(await lockDisputeById(uow, id), 'dispute_not_found');
    uow.audit({ ...trace(row), facts: { answer: row.answer, problem } });
    if (problem === null) {
      await updateDispute(uow, id, { answerTakenAt: uow.now });
      for (const kind of ['chargeback', 'dispute_inquiry', 'dispute_answer_refused'])
        await closeWork(uow, id, row.answer ?? 'answered', kind);
      return { isTaken: true };
    }
    await updateDispute(uow, id, { answer: null, answeredAt: null });
    await raiseWork(uow, {
      kind: 'dispute_answer_refused',
      object: { type: 'dispute', id },
      title: `The PSP did not take our answer to a chargeback: ${problem}`,
      team: 'finance',
      client: row.clientId,
      priority: 0,
      stake: amountOf(row),
      ...(row.respondBy ? { dueAt: row.respondBy } : {}),
    });
    return { isTaken: false };
  },
});
