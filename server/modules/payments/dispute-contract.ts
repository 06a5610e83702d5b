import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';
import { MoneySchema } from '@/server/kernel/money';
import { PageInput, pageOf } from '@/server/kernel/page';
import { PaymentReference } from './contract';
import { DepositDetail } from './deposit-contract';

const states = ['inquiry', 'open', 'won', 'lost', 'closed'] as const;
const answers = ['contested', 'accepted'] as const;

export const DisputeView = z.object({
  id: idSchema('dispute'),
  depositId: idSchema('deposit'),
  depositNumber: z.string(),
  clientId: idSchema('client'),
  clientName: z.string(),
  connectionId: idSchema('connection'),
  pspId: z.string(),
  amount: MoneySchema,
  withdrawn: MoneySchema,
  writtenOff: MoneySchema,
  /** What the client owes for it today. */
  owed: MoneySchema,
  state: z.enum(states),
  reason: z.string(),
  answer: z.enum(answers).nullable(),
  /** When the PSP took the answer; null while it is on its way. */
  answerTakenAt: z.date().nullable(),
  /** Until when the card bank reads evidence. */
  respondBy: z.date().nullable(),
  openedAt: z.date(),
  closedAt: z.date().nullable(),
});
export type DisputeView = z.output<typeof DisputeView>;

export const ListDisputes = PageInput.extend({
  clientId: idSchema('client').nullish(),
  depositId: idSchema('deposit').nullish(),
  reference: PaymentReference.nullish(),
  states: z.array(z.enum(states)).max(5).nullish(),
  /** Only those that nobody has answered and that still can be. */
  isUnanswered: z.boolean().nullish(),
});
export const DisputePage = pageOf(DisputeView).extend({ totals: z.array(MoneySchema) });

export const DisputeDetail = DisputeView.extend({
  vendor: z.string(),
  chargeId: z.string(),
  statement: z.string().nullable(),
  answeredAt: z.date().nullable(),
  isHeld: z.boolean(),
  postings: DepositDetail.shape.postings,
});
export type DisputeDetail = z.output<typeof DisputeDetail>;

export const DisputeId = z.object({ id: idSchema('dispute') });
/** Stripe takes 20,000 characters in a text field of evidence. */
export const ContestDispute = DisputeId.extend({
  statement: z.string().trim().min(40, 'say what the client did with the money').max(20_000),
});
export const AcceptDispute = DisputeId.extend({ reason: z.string().trim().min(4).max(500) });
export const DisputeAnswered = z.object({ id: idSchema('dispute'), answer: z.enum(answers) });
