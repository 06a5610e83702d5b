import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';
import { MoneySchema } from '@/server/kernel/money';
import { sensitive } from '@/server/kernel/sensitive';
import { DepositView } from './contract';

export const DepositCheck = z.object({
  name: z.string(),
  result: z.enum(['pass', 'warn', 'fail']),
  facts: z.record(z.string(), z.unknown()),
});
export type DepositCheck = z.output<typeof DepositCheck>;

const Attempt = z.object({
  id: idSchema('attempt'),
  vendor: z.string(),
  pspId: z.string().nullable(),
  outcome: z.string(),
  instrument: sensitive('card', z.string().nullable()),
  problem: z.string().nullable(),
  lookups: z.number().int(),
  createdAt: z.date(),
  sentAt: z.date().nullable(),
  lookedUpAt: z.date().nullable(),
  decidedAt: z.date().nullable(),
  expiresAt: z.date().nullable(),
});

export const DepositDetail = DepositView.extend({
  checks: z.array(DepositCheck),
  attempts: z.array(Attempt),
  charges: z.array(
    z.object({
      id: z.string(),
      received: MoneySchema,
      refunded: MoneySchema,
      isSurplus: z.boolean(),
      at: z.date(),
    }),
  ),
  postings: z.array(
    z.object({
      id: idSchema('transferSet'),
      recipe: z.string(),
      at: z.date(),
      transfers: z.array(
        z.object({ n: z.number().int(), debit: z.string(), credit: z.string(), amount: MoneySchema, code: z.string() }),
      ),
    }),
  ),
  target: z
    .object({ id: idSchema('tradingAccount'), login: z.string().nullable(), label: z.string().nullable() })
    .nullable(),
  device: sensitive('address_of_access', z.string().nullable()),
  ip: sensitive('address_of_access', z.string().nullable()),
});
export type DepositDetail = z.output<typeof DepositDetail>;
